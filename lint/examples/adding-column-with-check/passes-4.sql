--- revision
ALTER TABLE orders ADD COLUMN boxes int;
ALTER TABLE orders ADD CONSTRAINT orders_boxes_check CHECK (boxes > 0) NOT VALID;
--- revision
ALTER TABLE orders VALIDATE CONSTRAINT orders_boxes_check;
