--- lock_timeout 0
--- revision
CREATE TABLE payments (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
