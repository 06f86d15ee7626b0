CREATE TABLE reviews (id bigint PRIMARY KEY, order_ref int REFERENCES orders (id));
