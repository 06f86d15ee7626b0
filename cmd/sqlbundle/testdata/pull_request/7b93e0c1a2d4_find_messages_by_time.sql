-- Find messages by time
--
-- sqlbundle:revision 7b93e0c1a2d4
-- sqlbundle:revises 4c1d20b7e3f9
-- sqlbundle:ticket HELP-304

-- sqlbundle:up
CREATE INDEX CONCURRENTLY ix_ticket_messages_sent_at ON ticket_messages (sent_at);

-- sqlbundle:down
DROP INDEX CONCURRENTLY ix_ticket_messages_sent_at;
