-- Map ticket status to the new workflow
--
-- The mailbox's folders give way to the steps that agents really take:
--
--   new -> open, open -> in_progress, pending -> waiting_on_customer,
--   solved -> resolved, closed -> closed
--
-- "open" stands on both sides with two meanings. An update in place could not
-- be run twice, nor be read half-way; so the new values go into a new column.
-- Each old value has one new value and the other way round: nothing is lost
-- on the way back.
--
-- sqlbundle:revision e83f5b20c946
-- sqlbundle:revises 4d1a9c3e7b28
-- sqlbundle:created 2025-05-12T09:00:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-41

-- sqlbundle:up
-- The trigger would make every ticket look changed today.
ALTER TABLE tickets DISABLE TRIGGER tg_tickets_touch;
ALTER TABLE tickets ADD COLUMN new_status varchar(20);
UPDATE tickets
SET new_status = CASE status
    WHEN 'new' THEN 'open'
    WHEN 'open' THEN 'in_progress'
    WHEN 'pending' THEN 'waiting_on_customer'
    WHEN 'solved' THEN 'resolved'
    WHEN 'closed' THEN 'closed'
END;
DO $$
DECLARE
    unmapped text;
BEGIN
    SELECT string_agg(DISTINCT quote_literal(status), ', ') INTO unmapped
    FROM tickets WHERE new_status IS NULL;
    IF unmapped IS NOT NULL THEN
        RAISE EXCEPTION 'no new value for status %', unmapped
            USING HINT = 'Add it to the mapping; nothing has been changed.';
    END IF;
END
$$;
ALTER TABLE tickets
    ALTER COLUMN new_status SET DEFAULT 'open',
    ALTER COLUMN new_status SET NOT NULL;
ALTER TABLE tickets DROP COLUMN status;
ALTER TABLE tickets RENAME COLUMN new_status TO status;
ALTER TABLE tickets
    ADD CONSTRAINT ck_tickets_status
    CHECK (status IN ('open', 'in_progress', 'waiting_on_customer', 'resolved', 'closed'));
ALTER TABLE tickets ENABLE TRIGGER tg_tickets_touch;
CREATE INDEX CONCURRENTLY ix_tickets_status ON tickets (status);

-- sqlbundle:up db=analytics
-- Facts refer to a status by number, so here the names change and no fact does.
UPDATE dim_status
SET name = CASE name
    WHEN 'new' THEN 'not started'
    WHEN 'open' THEN 'in progress'
    WHEN 'pending' THEN 'waiting on customer'
    WHEN 'solved' THEN 'resolved'
    ELSE name
END;

-- sqlbundle:down
ALTER TABLE tickets DISABLE TRIGGER tg_tickets_touch;
ALTER TABLE tickets ADD COLUMN old_status varchar(20);
UPDATE tickets
SET old_status = CASE status
    WHEN 'open' THEN 'new'
    WHEN 'in_progress' THEN 'open'
    WHEN 'waiting_on_customer' THEN 'pending'
    WHEN 'resolved' THEN 'solved'
    WHEN 'closed' THEN 'closed'
END;
ALTER TABLE tickets DROP COLUMN status;
ALTER TABLE tickets RENAME COLUMN old_status TO status;
-- Only now, under its final name: PostgreSQL 18 calls the constraint after the
-- column, and it shall be called what it was.
ALTER TABLE tickets
    ALTER COLUMN status SET DEFAULT 'new',
    ALTER COLUMN status SET NOT NULL;
ALTER TABLE tickets
    ADD CONSTRAINT ck_tickets_status
    CHECK (status IN ('new', 'open', 'pending', 'solved', 'closed'));
ALTER TABLE tickets ENABLE TRIGGER tg_tickets_touch;
CREATE INDEX CONCURRENTLY ix_tickets_status ON tickets (status);

-- sqlbundle:down db=analytics
UPDATE dim_status
SET name = CASE name
    WHEN 'not started' THEN 'new'
    WHEN 'in progress' THEN 'open'
    WHEN 'waiting on customer' THEN 'pending'
    WHEN 'resolved' THEN 'solved'
    ELSE name
END;
