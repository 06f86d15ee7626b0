--- history
CREATE TABLE accounts (id bigint GENERATED ALWAYS AS IDENTITY, region text) PARTITION BY LIST (region);
--- revision
ALTER TABLE accounts RENAME TO customers;
CREATE TABLE customers_n PARTITION OF customers FOR VALUES IN ('n');
