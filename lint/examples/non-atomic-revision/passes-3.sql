--- revision no-transaction
SET lock_timeout = '1s';
SELECT count(*) FROM orders;
DROP INDEX CONCURRENTLY IF EXISTS users_email_key;
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
ALTER TABLE orders ADD COLUMN IF NOT EXISTS paid boolean;
CREATE OR REPLACE VIEW paid AS SELECT id FROM orders WHERE paid;
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
