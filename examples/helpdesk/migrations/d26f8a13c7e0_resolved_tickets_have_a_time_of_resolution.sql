-- Resolved tickets have a time of resolution
--
-- Some came from the mailbox without one. They are repaired and the rule is
-- made in one transaction, written by hand because it takes the lock first: no
-- writer can slip in between, nor wait for us in a deadlock. The repair stays on
-- the way back: it only fills in what was missing.
--
-- sqlbundle:revision d26f8a13c7e0
-- sqlbundle:revises e4087bd2f6a3
-- sqlbundle:created 2026-04-13T07:50:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-118

-- sqlbundle:up
BEGIN;
SET LOCAL lock_timeout = '3s';
SET LOCAL helpdesk.keep_updated_at = 'on';
LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE;
UPDATE tickets SET resolved_at = updated_at
WHERE status IN ('resolved', 'closed') AND resolved_at IS NULL;
ALTER TABLE tickets
    ADD CONSTRAINT ck_tickets_resolved_at
    CHECK ((status IN ('resolved', 'closed')) = (resolved_at IS NOT NULL)) NOT VALID;
COMMIT;

-- sqlbundle:timeout lock=2s statement=30min
ALTER TABLE tickets VALIDATE CONSTRAINT ck_tickets_resolved_at;

-- sqlbundle:down
BEGIN;
SET LOCAL lock_timeout = '3s';
ALTER TABLE tickets DROP CONSTRAINT ck_tickets_resolved_at;
COMMIT;
