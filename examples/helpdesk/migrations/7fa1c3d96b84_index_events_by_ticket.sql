-- Index events by ticket
--
-- A partitioned table has no concurrent build: each partition gets its index
-- concurrently, then the parent's, made empty, takes them up and is valid. The
-- memory setting holds for all of the builds.
--
-- sqlbundle:revision 7fa1c3d96b84
-- sqlbundle:revises 2e6b8f41d0c7
-- sqlbundle:created 2025-10-20T09:45:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-80

-- sqlbundle:up
SET maintenance_work_mem = '48MB';
CREATE INDEX ix_ticket_events_ticket_id ON ONLY ticket_events (ticket_id, occurred_at);
CREATE INDEX CONCURRENTLY ix_ticket_events_2025_ticket_id ON ticket_events_2025 (ticket_id, occurred_at);
CREATE INDEX CONCURRENTLY ix_ticket_events_2026_ticket_id ON ticket_events_2026 (ticket_id, occurred_at);
CREATE INDEX CONCURRENTLY ix_ticket_events_other_ticket_id ON ticket_events_other (ticket_id, occurred_at);
ALTER INDEX ix_ticket_events_ticket_id ATTACH PARTITION ix_ticket_events_2025_ticket_id;
ALTER INDEX ix_ticket_events_ticket_id ATTACH PARTITION ix_ticket_events_2026_ticket_id;
ALTER INDEX ix_ticket_events_ticket_id ATTACH PARTITION ix_ticket_events_other_ticket_id;

-- sqlbundle:down
-- The partitions' indexes go with it; there is no concurrent form.
DROP INDEX ix_ticket_events_ticket_id;
