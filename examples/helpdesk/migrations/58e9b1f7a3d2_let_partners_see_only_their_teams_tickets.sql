-- Let partners see only their team's tickets
--
-- The partner portal connects with a role that owns nothing and sets
-- helpdesk.team_id. The application's own role owns the tables, and the
-- policies do not hold for an owner. Each statement is instant once it has its
-- lock, so it would rather give up than let the queue behind it grow.
--
-- sqlbundle:revision 58e9b1f7a3d2
-- sqlbundle:revises a0d27e5b4c69
-- sqlbundle:created 2026-01-19T09:30:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-97

-- sqlbundle:timeout lock=2s statement=1min
-- sqlbundle:up
CREATE FUNCTION current_team_id() RETURNS bigint
LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('helpdesk.team_id', true), '')::bigint $$;

CREATE POLICY po_tickets_team ON tickets
    USING (team_id = current_team_id())
    WITH CHECK (team_id = current_team_id());
CREATE POLICY po_ticket_messages_team ON ticket_messages
    USING (NOT internal AND EXISTS (SELECT FROM tickets t WHERE t.id = ticket_messages.ticket_id));
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_messages ENABLE ROW LEVEL SECURITY;

-- sqlbundle:down
ALTER TABLE ticket_messages DISABLE ROW LEVEL SECURITY;
ALTER TABLE tickets DISABLE ROW LEVEL SECURITY;
DROP POLICY po_ticket_messages_team ON ticket_messages;
DROP POLICY po_tickets_team ON tickets;
DROP FUNCTION current_team_id();
