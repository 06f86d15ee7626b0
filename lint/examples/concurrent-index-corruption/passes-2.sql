--- target 14.2
CREATE INDEX orders_user_id_idx ON orders (user_id);
REINDEX TABLE orders;
DROP INDEX CONCURRENTLY orders_status_idx;
