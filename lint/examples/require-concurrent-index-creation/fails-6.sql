BEGIN;
UPDATE orders SET ref = 0 WHERE id = 1;
CREATE INDEX orders_ref_idx ON orders (ref);
COMMIT;
