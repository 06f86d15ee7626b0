-- Count article views
--
-- Lives in the analytics database alone; the main one has nothing to do. It
-- counts by an article's slug, so the knowledge base has to be there: the
-- dependency names the branch by its label.
--
-- sqlbundle:revision rep005
-- sqlbundle:revises rep004
-- sqlbundle:depends-on knowledge-base
-- sqlbundle:created 2025-11-24T09:00:00Z
-- sqlbundle:author Mei Tanaka <mei.tanaka@example.com>
-- sqlbundle:ticket REP-17

-- sqlbundle:up db=analytics
CREATE TABLE article_views (
    slug      text NOT NULL,
    viewed_on date NOT NULL,
    views     int NOT NULL,
    CONSTRAINT pk_article_views PRIMARY KEY (slug, viewed_on)
) PARTITION BY HASH (slug);
CREATE TABLE article_views_0 PARTITION OF article_views FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE article_views_1 PARTITION OF article_views FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO article_views (slug, viewed_on, views)
VALUES ('reset-password', '2025-11-22', 14), ('reset-password', '2025-11-23', 9);

CREATE MATERIALIZED VIEW article_views_by_month AS
SELECT slug, date_trunc('month', viewed_on)::date AS month, sum(views) AS views
FROM article_views
GROUP BY 1, 2;
CREATE UNIQUE INDEX CONCURRENTLY uq_article_views_by_month ON article_views_by_month (slug, month);
REFRESH MATERIALIZED VIEW CONCURRENTLY article_views_by_month;

-- sqlbundle:down db=analytics
DROP MATERIALIZED VIEW article_views_by_month;
DROP TABLE article_views;
