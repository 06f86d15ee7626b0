-- Measure the time to the first response
--
-- The column is filled by a procedure that commits after every few tickets, so
-- that no ticket is locked for long; it passes over what is filled, and can be
-- called again after an interruption. It commits itself, so it cannot be
-- called inside a transaction. The setting holds for the call, too.
--
-- sqlbundle:revision e4087bd2f6a3
-- sqlbundle:revises c1f60d8e29b7
-- sqlbundle:created 2026-03-16T09:20:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-110

-- sqlbundle:up
SET helpdesk.keep_updated_at = 'on';
ALTER TABLE tickets ADD COLUMN first_response_at timestamptz;
CREATE PROCEDURE fill_first_response_at(tickets_per_transaction int)
LANGUAGE plpgsql
AS $fill$
DECLARE
    last_id bigint := 0;
BEGIN
    LOOP
        WITH batch AS (
            SELECT id, requester_id FROM tickets
            WHERE id > last_id AND first_response_at IS NULL
            ORDER BY id LIMIT tickets_per_transaction
        ), filled AS (
            UPDATE tickets t
            SET first_response_at = (SELECT min(m.sent_at) FROM ticket_messages m
                                     WHERE m.ticket_id = t.id AND m.author_id <> t.requester_id
                                       AND NOT m.internal)
            FROM batch
            WHERE t.id = batch.id
            RETURNING t.id
        )
        SELECT max(id) INTO last_id FROM filled;
        EXIT WHEN last_id IS NULL;
        COMMIT;
    END LOOP;
END;
$fill$;

-- sqlbundle:notransaction
CALL fill_first_response_at(3);

DROP PROCEDURE fill_first_response_at(int);

-- sqlbundle:down
ALTER TABLE tickets DROP COLUMN first_response_at;
