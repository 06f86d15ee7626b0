CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
--- down
-- sqlbundle:nolint empty-revision
DROP INDEX CONCURRENTLY orders_user_id_idx;
--- revision no-transaction
ALTER TABLE orders ADD CHECK (total >= 0) NOT VALID;
VACUUM orders;
REINDEX TABLE CONCURRENTLY orders;
ALTER TABLE orders DROP COLUMN note;
