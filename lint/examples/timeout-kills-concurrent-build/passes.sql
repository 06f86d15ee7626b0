--- revision no-transaction
SET statement_timeout = 0;
SET lock_timeout = 0;
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
