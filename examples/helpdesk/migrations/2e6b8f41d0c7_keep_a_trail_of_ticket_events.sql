-- Keep a trail of ticket events
--
-- Who moved a ticket, when, from what to what. The table grows for ever, so it
-- is partitioned by year from the start; old years can then be put away whole.
--
-- sqlbundle:revision 2e6b8f41d0c7
-- sqlbundle:revises 93d5ac07be1f
-- sqlbundle:created 2025-10-06T09:45:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-78

-- sqlbundle:up
CREATE SEQUENCE ticket_event_number;
CREATE TABLE ticket_events (
    event_number bigint NOT NULL DEFAULT nextval('ticket_event_number'),
    ticket_id    bigint NOT NULL
                 CONSTRAINT fk_ticket_events_ticket_id REFERENCES tickets (id) ON DELETE CASCADE,
    kind         text NOT NULL
                 CONSTRAINT ck_ticket_events_kind
                 CHECK (kind IN ('created', 'status', 'priority', 'team')),
    old_value    text,
    new_value    text,
    occurred_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_ticket_events PRIMARY KEY (event_number, occurred_at)
) PARTITION BY RANGE (occurred_at);
ALTER SEQUENCE ticket_event_number OWNED BY ticket_events.event_number;

CREATE TABLE ticket_events_2025 PARTITION OF ticket_events
    FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');
CREATE TABLE ticket_events_2026 PARTITION OF ticket_events
    FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
CREATE TABLE ticket_events_other PARTITION OF ticket_events DEFAULT;

INSERT INTO ticket_events (ticket_id, kind, new_value, occurred_at)
SELECT id, 'created', status, created_at FROM tickets ORDER BY id;

CREATE FUNCTION record_ticket_event() RETURNS trigger
LANGUAGE plpgsql
AS $trail$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO ticket_events (ticket_id, kind, new_value) VALUES (NEW.id, 'created', NEW.status);
        RETURN NULL;
    END IF;
    INSERT INTO ticket_events (ticket_id, kind, old_value, new_value)
    SELECT NEW.id, c.kind, c.old_value, c.new_value
    FROM (VALUES ('status', OLD.status::text, NEW.status::text),
                 ('priority', OLD.priority::text, NEW.priority::text),
                 ('team', OLD.team_id::text, NEW.team_id::text)) c (kind, old_value, new_value)
    WHERE c.old_value IS DISTINCT FROM c.new_value;
    RETURN NULL;
END;
$trail$;
CREATE TRIGGER tg_tickets_record_event
    AFTER INSERT OR UPDATE OF status, priority, team_id ON tickets
    FOR EACH ROW EXECUTE FUNCTION record_ticket_event();

-- sqlbundle:down
DROP TRIGGER tg_tickets_record_event ON tickets;
DROP FUNCTION record_ticket_event();
DROP TABLE ticket_events;
