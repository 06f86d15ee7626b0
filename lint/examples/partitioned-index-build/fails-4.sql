--- history
CREATE TABLE app."Logs" (at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE app.logs_old PARTITION OF app."Logs" FOR VALUES FROM (MINVALUE) TO ('2024-01-01') PARTITION BY LIST (kind);
CREATE TABLE app.logs_old_a PARTITION OF app.logs_old FOR VALUES IN ('a');
CREATE TABLE app.logs_new PARTITION OF app."Logs" FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);
CREATE INDEX logs_new_kind ON app.logs_new (kind);
--- revision
SET LOCAL search_path = app;
CREATE INDEX ON "Logs" (kind);
