-- Show each team its week
--
-- The first page that needs both sides of the merge: the teams' tickets, and
-- the reports that are sent to them.
--
-- sqlbundle:revision 9e3d50b7a2c8
-- sqlbundle:revises f1c84b6e0d93
-- sqlbundle:created 2026-08-10T09:00:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-138

-- sqlbundle:up db=main
CREATE VIEW team_week AS
SELECT tm.name AS team,
       count(t.id) FILTER (WHERE t.resolved_at IS NULL) AS open_tickets,
       count(o.id) AS overdue_tickets,
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM t.first_response_at - t.created_at)) AS median_response_seconds,
       round(avg(s.score), 2) AS average_score,
       (SELECT min(r.next_run) FROM reporting.scheduled_reports r
        WHERE r.team_id = tm.id) AS next_report
FROM teams tm
LEFT JOIN tickets t ON t.team_id = tm.id
LEFT JOIN overdue_tickets o ON o.id = t.id
LEFT JOIN customer_satisfaction s ON s.ticket_id = t.id
GROUP BY tm.id, tm.name;

-- sqlbundle:up db=analytics
CREATE VIEW satisfaction_by_status AS
SELECT d.name AS status, count(*) AS tickets, round(avg(s.score), 2) AS average_score
FROM ticket_facts f
JOIN dim_status d ON d.id = f.status_id
LEFT JOIN satisfaction_facts s USING (ticket_id)
GROUP BY d.name;

-- sqlbundle:down db=main
DROP VIEW team_week;

-- sqlbundle:down db=analytics
DROP VIEW satisfaction_by_status;
