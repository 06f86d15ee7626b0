-- End with statements that no transaction holds
-- sqlbundle:revision s4
-- sqlbundle:revises s3

-- sqlbundle:up
ALTER TABLE shop.orders ADD COLUMN paid boolean NOT NULL DEFAULT false;
UPDATE shop.orders SET paid = true WHERE total % 2 = 0;
CREATE INDEX CONCURRENTLY orders_unpaid ON shop.orders (customer) WHERE NOT paid;
CREATE INDEX CONCURRENTLY orders_paid ON shop.orders (customer) WHERE paid;
VACUUM ANALYZE shop.orders;

-- sqlbundle:down
DROP INDEX CONCURRENTLY shop.orders_paid;
DROP INDEX CONCURRENTLY shop.orders_unpaid;
ALTER TABLE shop.orders DROP COLUMN paid;
VACUUM shop.orders;
