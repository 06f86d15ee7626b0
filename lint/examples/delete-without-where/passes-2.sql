CREATE TABLE fresh (id bigint PRIMARY KEY);
INSERT INTO fresh VALUES (1);
DELETE FROM fresh;
DELETE FROM items USING orders WHERE orders.id = items.order_id AND orders.status = 'x';
CREATE FUNCTION purge() RETURNS void LANGUAGE sql AS 'DELETE FROM items';
--- revision
DELETE FROM fresh;
