-- a3
-- sqlbundle:revision a3
-- sqlbundle:revises a2

-- sqlbundle:up db=analytics notransaction
CREATE INDEX CONCURRENTLY ix ON in_analytics ((1));

-- sqlbundle:down db=analytics
DROP INDEX ix;
