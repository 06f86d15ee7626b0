-- Note escalations
--
-- sqlbundle:revision 1f02a9c47d31
-- sqlbundle:revises 0b6f1e8c47d5
-- sqlbundle:ticket HELP-301

-- sqlbundle:up
CREATE TABLE escalations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES tickets (id),
    reason text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_escalations_ticket_id ON escalations (ticket_id);

-- sqlbundle:down
DROP TABLE escalations;
