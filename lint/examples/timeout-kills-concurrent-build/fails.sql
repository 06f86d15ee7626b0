--- revision no-transaction
SET statement_timeout = '30s';
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
