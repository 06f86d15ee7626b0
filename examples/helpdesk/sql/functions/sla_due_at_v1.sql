-- When a ticket has to be resolved: around the clock.
CREATE OR REPLACE FUNCTION sla_due_at(priority text, created_at timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT sla_due_at.created_at + p.resolve_within
    FROM sla_policies p
    WHERE p.priority = sla_due_at.priority
$$;
