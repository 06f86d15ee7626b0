ALTER TABLE users ADD COLUMN locale text;
UPDATE orders SET status = 'migrated' WHERE status = 'new';
