CREATE TABLE app.orders (id bigint PRIMARY KEY);
CLUSTER app.orders USING orders_pkey;
