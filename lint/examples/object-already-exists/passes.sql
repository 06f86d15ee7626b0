CREATE TABLE order_archive (id bigint PRIMARY KEY);
