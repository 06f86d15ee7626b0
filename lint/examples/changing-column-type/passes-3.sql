--- history
CREATE TABLE app.prices (id bigint PRIMARY KEY, amount numeric(10,2));
--- revision
ALTER TABLE orders ALTER COLUMN note TYPE text;
ALTER TABLE app.prices ALTER COLUMN amount TYPE numeric(12,2);
