-- Record the channel of a ticket
--
-- An enum, because the list is short and agents filter by it. All tickets up
-- to now came by mail.
--
-- sqlbundle:revision 0f7d6c52ab31
-- sqlbundle:revises e83f5b20c946
-- sqlbundle:created 2025-06-02T14:10:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-52

-- sqlbundle:up
CREATE TYPE ticket_channel AS ENUM ('email', 'phone', 'web');
ALTER TABLE tickets ADD COLUMN channel ticket_channel NOT NULL DEFAULT 'email';

-- sqlbundle:down
ALTER TABLE tickets DROP COLUMN channel;
DROP TYPE ticket_channel;
