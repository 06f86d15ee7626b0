-- Show when a ticket was last changed
--
-- Tickets from before this change count as changed when they were resolved or
-- created, so that the first list sorted by it makes sense. A data migration
-- that must not make every ticket look changed sets helpdesk.keep_updated_at.
--
-- sqlbundle:revision c5e2b7a91f60
-- sqlbundle:revises 8b1f04e9d3a5
-- sqlbundle:created 2025-02-03T10:05:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-11

-- sqlbundle:up
ALTER TABLE tickets ADD COLUMN updated_at timestamptz;
UPDATE tickets SET updated_at = coalesce(resolved_at, created_at);
ALTER TABLE tickets
    ALTER COLUMN updated_at SET DEFAULT now(),
    ALTER COLUMN updated_at SET NOT NULL;

CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql
AS $touch$
BEGIN
    -- sqlbundle:commit inside a body is text, as is everything else here.
    IF coalesce(current_setting('helpdesk.keep_updated_at', true), '') <> 'on' THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END;
$touch$;

CREATE TRIGGER tg_tickets_touch
    BEFORE UPDATE ON tickets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- sqlbundle:down
DROP TRIGGER tg_tickets_touch ON tickets;
DROP FUNCTION touch_updated_at();
ALTER TABLE tickets DROP COLUMN updated_at;
