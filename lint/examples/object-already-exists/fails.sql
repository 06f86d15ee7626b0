CREATE TABLE orders (id bigint);
--- error 42P07
