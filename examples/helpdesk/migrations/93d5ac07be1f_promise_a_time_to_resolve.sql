-- Promise a time to resolve
--
-- Times are kept in a table, because sales agrees on others. The function that
-- applies them has a file of its own: its next version is then a readable
-- change, and the way back includes the version before.
--
-- sqlbundle:revision 93d5ac07be1f
-- sqlbundle:revises 5c90f2ae8d17
-- sqlbundle:created 2025-09-01T10:30:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-71

-- sqlbundle:up
CREATE TABLE sla_policies (
    priority       varchar(20) CONSTRAINT pk_sla_policies PRIMARY KEY,
    answer_within  interval NOT NULL,
    resolve_within interval NOT NULL,
    CONSTRAINT ck_sla_policies_order CHECK (answer_within <= resolve_within)
);
INSERT INTO sla_policies (priority, answer_within, resolve_within)
VALUES ('urgent', '1 hour', '8 hours'),
       ('high', '4 hours', '1 day'),
       ('normal', '8 hours', '3 days'),
       ('low', '1 day', '10 days');

-- sqlbundle:include ../sql/functions/sla_due_at_v1.sql

CREATE VIEW overdue_tickets AS
SELECT t.id, t.priority, t.team_id, t.assignee_id, t.created_at,
       sla_due_at(t.priority, t.created_at) AS due_at
FROM tickets t
WHERE t.resolved_at IS NULL AND sla_due_at(t.priority, t.created_at) < now();

-- sqlbundle:down
DROP VIEW overdue_tickets;
DROP FUNCTION sla_due_at(text, timestamptz);
DROP TABLE sla_policies;
