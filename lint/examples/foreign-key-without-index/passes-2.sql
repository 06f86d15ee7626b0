--- revision
CREATE TABLE pairs (a bigint, b bigint, PRIMARY KEY (a, b));
CREATE TABLE uses (id bigint, x bigint, y bigint, z int, FOREIGN KEY (x, y) REFERENCES pairs);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;
--- revision
CREATE INDEX ON uses (y, x, z) WHERE x IS NOT NULL AND y IS NOT NULL;
CREATE INDEX CONCURRENTLY ON orders USING hash (user_id);
