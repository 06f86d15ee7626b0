ALTER TABLE orders ADD COLUMN seller_id bigint DEFAULT 1 REFERENCES users (id);
