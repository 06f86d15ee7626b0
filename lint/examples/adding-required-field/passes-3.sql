--- history
CREATE DOMAIN needed AS text NOT NULL DEFAULT 'x';
--- revision
ALTER TABLE orders ADD COLUMN n needed, ADD COLUMN IF NOT EXISTS id bigint NOT NULL;
