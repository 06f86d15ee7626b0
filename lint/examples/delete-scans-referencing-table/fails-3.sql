--- history
CREATE TABLE parcels (id bigint PRIMARY KEY, item_id bigint REFERENCES items (id));
ALTER TABLE items DROP CONSTRAINT items_order_fk;
ALTER TABLE items ADD CONSTRAINT items_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
--- revision
SELECT 1;
--- down
DELETE FROM orders WHERE id < 10;
