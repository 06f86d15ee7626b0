--- revision
CREATE TABLE fresh (id bigint PRIMARY KEY, n int);
ALTER TABLE fresh ADD COLUMN m int;
UPDATE orders SET status = 'migrated' WHERE status = 'new';
-- sqlbundle:commit
ALTER TABLE users ADD COLUMN locale text;
-- sqlbundle:commit
UPDATE users SET locale = 'de' WHERE locale IS NULL;
