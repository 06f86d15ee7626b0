-- Report the daily volume
--
-- A day is a day of the business, wherever the server stands: its time zone is
-- a variable of the configuration.
--
-- sqlbundle:revision rep004
-- sqlbundle:revises rep003
-- sqlbundle:vars
-- sqlbundle:created 2025-09-15T09:00:00Z
-- sqlbundle:author Mei Tanaka <mei.tanaka@example.com>
-- sqlbundle:ticket REP-12

-- sqlbundle:up
CREATE MATERIALIZED VIEW reporting.daily_volume AS
SELECT (t.created_at AT TIME ZONE '${business_time_zone}')::date AS day,
       t.priority,
       count(*) AS created,
       count(t.resolved_at) AS resolved
FROM tickets t
GROUP BY 1, 2
WITH NO DATA;
CREATE UNIQUE INDEX uq_daily_volume ON reporting.daily_volume (day, priority);
REFRESH MATERIALIZED VIEW reporting.daily_volume;

-- sqlbundle:down
DROP MATERIALIZED VIEW reporting.daily_volume;
