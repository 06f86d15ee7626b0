ALTER TABLE orders ADD COLUMN boxes int CHECK (boxes > 0);
