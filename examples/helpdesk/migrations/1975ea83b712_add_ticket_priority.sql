-- Add ticket priority
--
-- Agents triage by priority; normal is what every existing ticket gets. The
-- index is built without blocking writes, so it stands outside the transaction
-- that adds the column.
--
-- sqlbundle:revision 1975ea83b712
-- sqlbundle:revises ae1027a6acf4
-- sqlbundle:created 2025-03-17T10:00:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-27

-- sqlbundle:up
ALTER TABLE tickets ADD COLUMN priority varchar(20) DEFAULT 'normal';
CREATE INDEX CONCURRENTLY ix_tickets_priority ON tickets (priority);

-- sqlbundle:down
DROP INDEX CONCURRENTLY ix_tickets_priority;
ALTER TABLE tickets DROP COLUMN priority;
