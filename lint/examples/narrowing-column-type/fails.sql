ALTER TABLE orders ALTER COLUMN note TYPE varchar(100) USING note::varchar(100);
