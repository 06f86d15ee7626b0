CREATE TABLE app.s1 (id bigint PRIMARY KEY, "Prices" pg_catalog.money[]);
