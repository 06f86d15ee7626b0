-- Create reports
--
-- The reporting team keeps its history in a folder and on a branch of its own,
-- with a base of its own: its tables need none of the product's yet.
--
-- sqlbundle:revision rep001
-- sqlbundle:revises base
-- sqlbundle:labels reporting
-- sqlbundle:created 2025-03-03T09:00:00Z
-- sqlbundle:author Mei Tanaka <mei.tanaka@example.com>
-- sqlbundle:ticket REP-1

-- sqlbundle:up
CREATE SCHEMA reporting;
CREATE TABLE reporting.reports (
    id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_reports PRIMARY KEY,
    name       text NOT NULL CONSTRAINT uq_reports_name UNIQUE,
    definition jsonb NOT NULL
               CONSTRAINT ck_reports_definition CHECK (jsonb_typeof(definition) = 'object'),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_reports_definition ON reporting.reports USING gin (definition jsonb_path_ops);
INSERT INTO reporting.reports (name, definition, created_at)
VALUES ('Satisfaction by month', '{"view": "reporting.satisfaction_by_month"}', '2025-03-03 09:00:00+00'),
       ('Daily volume', '{"view": "reporting.daily_volume", "chart": "bar"}', '2025-03-03 09:00:00+00');

-- sqlbundle:up db=analytics
CREATE TABLE report_runs (
    report_name text NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    row_count   bigint,
    CONSTRAINT pk_report_runs PRIMARY KEY (report_name, started_at)
);

-- sqlbundle:down
DROP TABLE reporting.reports;
DROP SCHEMA reporting;

-- sqlbundle:down db=analytics
DROP TABLE report_runs;
