-- Send scheduled reports to teams
--
-- Teams are ours, schedules are the reporting team's. This revision needs their
-- table without being on their branch: it depends on it.
--
-- sqlbundle:revision c8d14f9e6b02
-- sqlbundle:revises 7fa1c3d96b84
-- sqlbundle:depends-on rep002
-- sqlbundle:created 2025-11-10T15:00:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-84

-- sqlbundle:up
ALTER TABLE reporting.scheduled_reports ADD COLUMN team_id bigint;
ALTER TABLE reporting.scheduled_reports
    ADD CONSTRAINT fk_scheduled_reports_team_id FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;
-- sqlbundle:commit
ALTER TABLE reporting.scheduled_reports VALIDATE CONSTRAINT fk_scheduled_reports_team_id;
CREATE INDEX CONCURRENTLY ix_scheduled_reports_team_id ON reporting.scheduled_reports (team_id);

-- sqlbundle:down
DROP INDEX CONCURRENTLY reporting.ix_scheduled_reports_team_id;
ALTER TABLE reporting.scheduled_reports DROP COLUMN team_id;
