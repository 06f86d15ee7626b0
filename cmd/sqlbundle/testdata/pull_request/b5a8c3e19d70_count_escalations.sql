-- Count escalations
--
-- sqlbundle:revision b5a8c3e19d70
-- sqlbundle:revises 9e40d7f2b8c1
-- sqlbundle:ticket HELP-301

-- sqlbundle:up
CREATE VIEW escalations_by_day AS
    SELECT date_trunc('day', created_at) AS day, count(*) AS escalations
    FROM escalations GROUP BY 1;

-- sqlbundle:down
DROP VIEW escalations_by_day;
