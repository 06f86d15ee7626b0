-- Create users and tickets
--
-- The help desk begins with what it cannot do without: who asks, what is
-- asked, and what was said about it. The status values are the folders of the
-- shared mailbox that it replaces.
--
-- sqlbundle:revision 27c6a30d7c24
-- sqlbundle:revises base
-- sqlbundle:labels main
-- sqlbundle:created 2025-01-13T09:12:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-1

-- sqlbundle:up
CREATE DOMAIN email_address AS text
    CONSTRAINT ck_email_address CHECK (VALUE ~ '^[^@\s]+@[^@\s]+$');

CREATE TABLE users (
    id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_users PRIMARY KEY,
    email      email_address NOT NULL CONSTRAINT uq_users_email UNIQUE,
    name       varchar(100) NOT NULL,
    role       varchar(20) NOT NULL DEFAULT 'customer'
               CONSTRAINT ck_users_role CHECK (role IN ('customer', 'agent', 'admin')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tickets (
    id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_tickets PRIMARY KEY,
    subject      varchar(200) NOT NULL,
    status       varchar(20) NOT NULL DEFAULT 'new'
                 CONSTRAINT ck_tickets_status
                 CHECK (status IN ('new', 'open', 'pending', 'solved', 'closed')),
    requester_id bigint NOT NULL CONSTRAINT fk_tickets_requester_id REFERENCES users (id),
    assignee_id  bigint CONSTRAINT fk_tickets_assignee_id REFERENCES users (id) ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    resolved_at  timestamptz
);
CREATE INDEX ix_tickets_requester_id ON tickets (requester_id);
CREATE INDEX ix_tickets_assignee_id ON tickets (assignee_id);
CREATE INDEX ix_tickets_status ON tickets (status);

CREATE TABLE ticket_messages (
    id        bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_ticket_messages PRIMARY KEY,
    ticket_id bigint NOT NULL
              CONSTRAINT fk_ticket_messages_ticket_id REFERENCES tickets (id) ON DELETE CASCADE,
    author_id bigint NOT NULL CONSTRAINT fk_ticket_messages_author_id REFERENCES users (id),
    body      text NOT NULL,
    internal  boolean NOT NULL DEFAULT false,
    sent_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_ticket_messages_ticket_id ON ticket_messages (ticket_id, sent_at);
CREATE INDEX ix_ticket_messages_author_id ON ticket_messages (author_id);

COMMENT ON COLUMN ticket_messages.internal IS 'A note among agents: the customer never sees it.';

-- sqlbundle:up db=analytics
CREATE TABLE dim_status (
    id   smallint CONSTRAINT pk_dim_status PRIMARY KEY,
    name text NOT NULL CONSTRAINT uq_dim_status_name UNIQUE
);
INSERT INTO dim_status (id, name)
VALUES (1, 'new'), (2, 'open'), (3, 'pending'), (4, 'solved'), (5, 'closed');

CREATE TABLE ticket_facts (
    ticket_id   bigint CONSTRAINT pk_ticket_facts PRIMARY KEY,
    status_id   smallint NOT NULL CONSTRAINT fk_ticket_facts_status_id REFERENCES dim_status (id),
    created_at  timestamptz NOT NULL,
    resolved_at timestamptz,
    loaded_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_ticket_facts_created_at ON ticket_facts USING brin (created_at);

-- sqlbundle:down
DROP TABLE ticket_messages;
DROP TABLE tickets;
DROP TABLE users;
DROP DOMAIN email_address;

-- sqlbundle:down db=analytics
DROP TABLE ticket_facts;
DROP TABLE dim_status;
