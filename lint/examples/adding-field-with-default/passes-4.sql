ALTER TABLE orders ADD COLUMN IF NOT EXISTS note varchar(200) DEFAULT md5(random()::text);
ALTER TABLE orders ALTER COLUMN note SET DEFAULT md5(random()::text);
