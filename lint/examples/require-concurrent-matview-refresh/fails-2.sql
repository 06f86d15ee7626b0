--- history
CREATE MATERIALIZED VIEW app."Totals" AS SELECT status, count(*) AS n FROM orders GROUP BY status;
CREATE UNIQUE INDEX ON app."Totals" (status);
--- revision
SET search_path = app, public;
REFRESH MATERIALIZED VIEW "Totals" WITH DATA;
