-- Take tickets from chat
--
-- A new enum value cannot be used in the transaction that adds it, so what
-- follows stands in a transaction of its own. A value cannot be removed
-- either: the way back builds the type anew.
--
-- sqlbundle:revision b94e1d7f3c08
-- sqlbundle:revises 0f7d6c52ab31
-- sqlbundle:created 2025-07-21T08:15:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-60

-- sqlbundle:up
ALTER TYPE ticket_channel ADD VALUE 'chat' AFTER 'phone';
ALTER TYPE ticket_channel ADD VALUE 'social media';
CREATE TABLE channel_settings (
    channel    ticket_channel CONSTRAINT pk_channel_settings PRIMARY KEY,
    auto_reply text,
    enabled    boolean NOT NULL DEFAULT true
);
INSERT INTO channel_settings (channel, auto_reply, enabled)
VALUES ('email', 'We have received your mail.', true),
       ('phone', NULL, true),
       ('web', 'We have received your request.', true),
       ('chat', 'An agent will be with you in a minute.', true),
       ('social media', NULL, false);
SET helpdesk.keep_updated_at = 'on';
UPDATE tickets SET channel = 'chat' WHERE subject LIKE 'Chat: %';

-- sqlbundle:down
DROP TABLE channel_settings;
SET helpdesk.keep_updated_at = 'on';
UPDATE tickets SET channel = 'email' WHERE channel = 'chat' AND subject LIKE 'Chat: %';
UPDATE tickets SET channel = 'web' WHERE channel IN ('chat', 'social media');
ALTER TYPE ticket_channel RENAME TO ticket_channel_with_chat;
CREATE TYPE ticket_channel AS ENUM ('email', 'phone', 'web');
ALTER TABLE tickets
    ALTER COLUMN channel DROP DEFAULT,
    ALTER COLUMN channel TYPE ticket_channel USING channel::text::ticket_channel,
    ALTER COLUMN channel SET DEFAULT 'email';
DROP TYPE ticket_channel_with_chat;
