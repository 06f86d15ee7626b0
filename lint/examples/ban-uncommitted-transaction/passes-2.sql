--- revision no-transaction
START TRANSACTION;
ALTER TABLE orders ADD COLUMN paid boolean;
END;
BEGIN WORK;
ALTER TABLE orders ADD COLUMN sent boolean;
COMMIT WORK;
