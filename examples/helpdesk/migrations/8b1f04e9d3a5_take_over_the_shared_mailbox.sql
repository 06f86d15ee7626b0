-- Take over the shared mailbox
--
-- The mails that were open or recent on the day of the change become tickets.
-- The export keeps the mail program's own column names, so that it can be
-- compared with the original; it is put away once nobody asks for it.
--
-- sqlbundle:revision 8b1f04e9d3a5
-- sqlbundle:revises 27c6a30d7c24
-- sqlbundle:created 2025-01-20T07:30:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-4

-- sqlbundle:up
INSERT INTO users (email, name, role, created_at)
VALUES ('ines.kovac@example.com', 'Ines Kovač', 'admin', '2025-01-13 09:00:00+00'),
       ('tomas.rivera@example.com', 'Tomás Rivera', 'agent', '2025-01-13 09:00:00+00'),
       ('priya.nair@example.com', 'Priya Nair', 'agent', '2025-01-13 09:00:00+00');

CREATE TABLE "mailbox import 2025" (
    "Message-Id" text CONSTRAINT "pk_mailbox import 2025" PRIMARY KEY,
    "From"       text NOT NULL,
    "Name"       text NOT NULL,
    "Subject"    text NOT NULL,
    "Body"       text NOT NULL,
    "Folder"     text NOT NULL,
    "Received"   timestamptz NOT NULL,
    "Done"       timestamptz,
    ticket_id    bigint CONSTRAINT "fk_mailbox import 2025_ticket_id"
                 REFERENCES tickets (id) ON DELETE SET NULL
);
INSERT INTO "mailbox import 2025" ("Message-Id", "From", "Name", "Subject", "Body", "Folder", "Received", "Done")
VALUES
    ('<1@mail>', 'ada@customer.example', 'Ada O''Neill', 'Cannot log in',
     'The page says "wrong password", but it isn''t.', 'Archive', '2025-01-06 08:01:00+00', '2025-01-06 15:40:00+00'),
    ('<2@mail>', 'bo@customer.example', 'Bo Lindström', 'Invoice 4711 shows the old address',
     'Please send it again; we moved in December.', 'Done', '2025-01-09 10:22:00+00', '2025-01-13 09:05:00+00'),
    ('<3@mail>', 'chen@customer.example', '陳 Chen', 'Export to C:\temp fails',
     'It writes to C:\temp\new and stops at 50%.', 'Waiting', '2025-01-14 03:17:00+00', NULL),
    ('<4@mail>', 'ada@customer.example', 'Ada O''Neill', 'Chat: how do I add a colleague?',
     'Taken over from the chat window.', 'In progress', '2025-01-16 13:45:00+00', NULL),
    ('<5@mail>', 'dee@customer.example', 'Dee Okafor', 'Refund for order 1009',
     'The parcel never came.', 'Inbox', '2025-01-17 16:59:00+00', NULL),
    ('<6@mail>', 'bo@customer.example', 'Bo Lindström', 'Chat: dark mode?',
     'My eyes hurt -- is there a dark mode?', 'Archive', '2025-01-03 21:10:00+00', NULL),
    ('<7@mail>', 'eva@customer.example', 'Eva Maier', 'Rückfrage zur Rechnung',
     'Wir hätten gern 3 % Skonto.', 'Inbox', '2025-01-18 06:30:00+00', NULL);

INSERT INTO users (email, name, created_at)
SELECT "From", "Name", min("Received")
FROM "mailbox import 2025"
GROUP BY "From", "Name"
ORDER BY min("Received");

INSERT INTO tickets (subject, status, requester_id, assignee_id, created_at, resolved_at)
SELECT m."Subject",
       CASE m."Folder"
           WHEN 'Inbox' THEN 'new'
           WHEN 'In progress' THEN 'open'
           WHEN 'Waiting' THEN 'pending'
           WHEN 'Done' THEN 'solved'
           WHEN 'Archive' THEN 'closed'
       END,
       requester.id,
       CASE WHEN m."Folder" <> 'Inbox' THEN agent.id END,
       m."Received",
       m."Done"
FROM "mailbox import 2025" m
JOIN users requester ON requester.email = m."From"
CROSS JOIN (SELECT id FROM users WHERE email = 'tomas.rivera@example.com') agent
ORDER BY m."Received";

UPDATE "mailbox import 2025" m
SET ticket_id = t.id
FROM tickets t
WHERE t.created_at = m."Received" AND t.subject = m."Subject";

INSERT INTO ticket_messages (ticket_id, author_id, body, sent_at)
SELECT t.id, t.requester_id, m."Body", m."Received"
FROM "mailbox import 2025" m
JOIN tickets t ON t.id = m.ticket_id
ORDER BY m."Received";

INSERT INTO ticket_messages (ticket_id, author_id, body, sent_at)
SELECT t.id, t.assignee_id, 'Thank you for your mail. We look into it.', t.created_at + interval '45 minutes'
FROM tickets t
WHERE t.assignee_id IS NOT NULL
ORDER BY t.created_at;

-- sqlbundle:down
-- Messages go with their tickets.
DELETE FROM tickets t USING "mailbox import 2025" m WHERE t.id = m.ticket_id;
DELETE FROM users u USING "mailbox import 2025" m WHERE u.email = m."From";
DELETE FROM users
WHERE email IN ('ines.kovac@example.com', 'tomas.rivera@example.com', 'priya.nair@example.com');
DROP TABLE "mailbox import 2025";
