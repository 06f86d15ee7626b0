CREATE TABLE logs (at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE logs_old PARTITION OF logs DEFAULT;
CREATE INDEX ON logs (kind);
ALTER TABLE logs ADD UNIQUE (at);
