--- history
ALTER TABLE orders RENAME TO purchases;
--- revision
CREATE TABLE orders (id bigint);
CREATE INDEX ON purchases USING hash (status);
