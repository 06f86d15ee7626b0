ALTER TABLE orders DROP COLUMN note;
--- down
ALTER TABLE orders ADD COLUMN note varchar(200) DEFAULT md5(random()::text);
