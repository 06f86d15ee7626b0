CREATE TABLE links (user_id bigint REFERENCES users (id), order_id bigint REFERENCES orders (id), item_id bigint REFERENCES items (id));
