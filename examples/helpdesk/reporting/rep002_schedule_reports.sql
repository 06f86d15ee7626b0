-- Schedule reports
--
-- sqlbundle:revision rep002
-- sqlbundle:revises rep001
-- sqlbundle:created 2025-03-31T09:00:00Z
-- sqlbundle:author Mei Tanaka <mei.tanaka@example.com>
-- sqlbundle:ticket REP-3

-- sqlbundle:up
CREATE TYPE reporting.frequency AS ENUM ('daily', 'weekly', 'monthly');
CREATE TABLE reporting.scheduled_reports (
    id        bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_scheduled_reports PRIMARY KEY,
    report_id bigint NOT NULL
              CONSTRAINT fk_scheduled_reports_report_id
              REFERENCES reporting.reports (id) ON DELETE CASCADE,
    frequency reporting.frequency NOT NULL,
    "from"    date NOT NULL,
    "to"      date,
    next_run  timestamptz,
    CONSTRAINT ck_scheduled_reports_period CHECK ("to" IS NULL OR "from" <= "to")
);
CREATE INDEX ix_scheduled_reports_report_id ON reporting.scheduled_reports (report_id);
CREATE INDEX ix_scheduled_reports_next_run ON reporting.scheduled_reports (next_run)
    WHERE next_run IS NOT NULL;
INSERT INTO reporting.scheduled_reports (report_id, frequency, "from", next_run)
SELECT id, 'monthly', '2025-04-01', '2025-05-01 04:00:00+00'
FROM reporting.reports
WHERE name = 'Satisfaction by month';

-- sqlbundle:down
DROP TABLE reporting.scheduled_reports;
DROP TYPE reporting.frequency;
