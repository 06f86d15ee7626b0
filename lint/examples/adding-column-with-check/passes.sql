ALTER TABLE orders ADD COLUMN boxes int, ADD CONSTRAINT orders_boxes_check CHECK (boxes > 0) NOT VALID;
