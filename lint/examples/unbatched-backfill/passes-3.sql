CREATE TABLE fresh (id bigint PRIMARY KEY, n int);
UPDATE fresh SET n = 1;
CREATE TEMP TABLE picked AS SELECT id FROM orders WHERE status = 'new';
UPDATE picked SET id = id + 1;
CREATE FUNCTION later() RETURNS void LANGUAGE sql BEGIN ATOMIC UPDATE orders SET note = 'x'; END;
CREATE INDEX orders_lower_note ON orders (lower(note));
UPDATE orders SET note = 'x' WHERE lower(note) = 'y';
