--- revision no-transaction
ALTER TABLE orders ADD COLUMN paid boolean;
START TRANSACTION;
PREPARE TRANSACTION 'half';
