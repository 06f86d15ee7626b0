-- Measure the time to resolution
--
-- In batches, so that no ticket is locked for long and replicas keep up. New
-- tickets are filled by the application, which was deployed before. The setting
-- keeps the trigger from taking this for a change of the ticket.
--
-- sqlbundle:revision 64c1e70d2f9b
-- sqlbundle:revises 9e3d50b7a2c8
-- sqlbundle:created 2026-09-21T08:05:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-144

-- sqlbundle:up
SET helpdesk.keep_updated_at = 'on';
ALTER TABLE tickets ADD COLUMN resolution_time_seconds bigint;
-- sqlbundle:timeout lock=2s
-- sqlbundle:batch key=id size=1000 pause=50ms
UPDATE tickets SET resolution_time_seconds = extract(epoch FROM resolved_at - created_at)
WHERE resolved_at IS NOT NULL;

-- sqlbundle:down
ALTER TABLE tickets DROP COLUMN resolution_time_seconds;
