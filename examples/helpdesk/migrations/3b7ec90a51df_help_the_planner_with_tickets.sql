-- Help the planner with tickets
--
-- Status and priority are not independent, and the plans of the queue showed
-- it. VACUUM cannot stand in a transaction; ANALYZE could, but would hold its
-- locks until the end of it.
--
-- sqlbundle:revision 3b7ec90a51df
-- sqlbundle:revises 3f5a7d1c90be
-- sqlbundle:created 2026-06-22T09:00:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-131

-- sqlbundle:up
CREATE STATISTICS st_tickets_status_priority (dependencies, mcv) ON status, priority FROM tickets;
-- sqlbundle:notransaction
ANALYZE tickets;
VACUUM (ANALYZE) ticket_messages;

-- sqlbundle:up db=analytics notransaction
VACUUM (ANALYZE) ticket_facts;
ANALYZE dim_status;

-- sqlbundle:down
DROP STATISTICS st_tickets_status_priority;

-- sqlbundle:down db=analytics
