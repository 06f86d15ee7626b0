-- Report satisfaction by month
--
-- Reads the product's table of answers. When the reporting branch alone is
-- upgraded, the revision that makes the table goes first.
--
-- sqlbundle:revision rep003
-- sqlbundle:revises rep002
-- sqlbundle:depends-on 4d1a9c3e7b28
-- sqlbundle:created 2025-05-05T09:00:00Z
-- sqlbundle:author Mei Tanaka <mei.tanaka@example.com>
-- sqlbundle:ticket REP-8

-- sqlbundle:up
CREATE VIEW reporting.satisfaction_by_month AS
SELECT date_trunc('month', s.answered_at AT TIME ZONE 'UTC')::date AS month,
       count(*) AS answers,
       round(avg(s.score), 2) AS average_score,
       count(*) FILTER (WHERE s.unhappy) AS unhappy
FROM customer_satisfaction s
GROUP BY 1;

-- sqlbundle:down
DROP VIEW reporting.satisfaction_by_month;
