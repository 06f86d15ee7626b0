-- Archive closed tickets
--
-- Auditors read what is closed without touching the live tables. The search
-- path is set once and holds for the whole revision, the index build included;
-- no other revision sees it.
--
-- sqlbundle:revision a0d27e5b4c69
-- sqlbundle:revises c8d14f9e6b02
-- sqlbundle:created 2025-12-01T08:00:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-90

-- sqlbundle:up
CREATE SCHEMA archive;
SET search_path TO archive, public;
CREATE TABLE closed_tickets (
    id          bigint CONSTRAINT pk_closed_tickets PRIMARY KEY,
    subject     text NOT NULL,
    requester   text NOT NULL,
    channel     text NOT NULL,
    created_at  timestamptz NOT NULL,
    closed_at   timestamptz NOT NULL
);
INSERT INTO closed_tickets (id, subject, requester, channel, created_at, closed_at)
SELECT t.id, t.subject, u.email, t.channel::text, t.created_at, coalesce(t.resolved_at, t.updated_at)
FROM tickets t
JOIN users u ON u.id = t.requester_id
WHERE t.status = 'closed'
ORDER BY t.id;
CREATE INDEX CONCURRENTLY ix_closed_tickets_closed_at ON closed_tickets (closed_at);
COMMENT ON TABLE closed_tickets IS 'A copy made when a ticket is closed; nothing refers to it.';

-- sqlbundle:down
SET search_path TO archive, public;
DROP INDEX CONCURRENTLY ix_closed_tickets_closed_at;
DROP TABLE closed_tickets;
DROP SCHEMA archive;
