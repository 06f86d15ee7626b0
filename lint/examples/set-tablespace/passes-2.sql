ALTER TABLE orders ADD COLUMN paid boolean, SET TABLESPACE pg_default;
ALTER TABLE events SET TABLESPACE fast;
