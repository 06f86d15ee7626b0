ALTER TABLE orders ADD COLUMN paid boolean;
COMMIT;
ALTER TABLE orders ADD COLUMN sent boolean;
