--- revision
ALTER TABLE users ADD COLUMN locale text;
--- revision
UPDATE orders SET status = 'migrated' WHERE id BETWEEN 1 AND 1000 AND status = 'new';
