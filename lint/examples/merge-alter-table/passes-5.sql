--- history
CREATE TABLE old_orders () INHERITS (orders);
--- revision
ALTER TABLE ONLY orders ALTER COLUMN ref SET NOT NULL;
ALTER TABLE orders ALTER COLUMN placed_at SET NOT NULL;
