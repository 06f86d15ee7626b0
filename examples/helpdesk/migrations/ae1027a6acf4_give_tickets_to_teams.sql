-- Give tickets to teams
--
-- The constraint is added without looking at the rows; they are filled and
-- checked in a second transaction, after the strong lock is gone.
--
-- sqlbundle:revision ae1027a6acf4
-- sqlbundle:revises c5e2b7a91f60
-- sqlbundle:created 2025-02-24T08:40:00Z
-- sqlbundle:author Priya Nair <priya.nair@example.com>
-- sqlbundle:ticket HELP-19

-- sqlbundle:up
CREATE TABLE teams (
    id   bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_teams PRIMARY KEY,
    name text NOT NULL CONSTRAINT uq_teams_name UNIQUE
);
INSERT INTO teams (name) VALUES ('First line'), ('Billing');

CREATE TABLE team_members (
    team_id bigint NOT NULL
            CONSTRAINT fk_team_members_team_id REFERENCES teams (id) ON DELETE CASCADE,
    user_id bigint NOT NULL
            CONSTRAINT fk_team_members_user_id REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT pk_team_members PRIMARY KEY (team_id, user_id)
);
CREATE INDEX ix_team_members_user_id ON team_members (user_id);
INSERT INTO team_members (team_id, user_id)
SELECT t.id, u.id
FROM teams t
JOIN users u ON u.email = CASE t.name
    WHEN 'Billing' THEN 'priya.nair@example.com'
    ELSE 'tomas.rivera@example.com'
END;

ALTER TABLE tickets ADD COLUMN team_id bigint;
ALTER TABLE tickets
    ADD CONSTRAINT fk_tickets_team_id FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;

-- sqlbundle:commit

SET helpdesk.keep_updated_at = 'on';
UPDATE tickets
SET team_id = (SELECT id FROM teams
               WHERE name = CASE WHEN tickets.subject ~* 'invoice|refund|rechnung'
                            THEN 'Billing' ELSE 'First line' END);
ALTER TABLE tickets VALIDATE CONSTRAINT fk_tickets_team_id;

CREATE INDEX CONCURRENTLY ix_tickets_team_id ON tickets (team_id);

-- sqlbundle:down
DROP INDEX CONCURRENTLY ix_tickets_team_id;
ALTER TABLE tickets DROP COLUMN team_id;
DROP TABLE team_members;
DROP TABLE teams;
