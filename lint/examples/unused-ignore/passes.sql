CREATE TABLE receipts (id bigint PRIMARY KEY);
