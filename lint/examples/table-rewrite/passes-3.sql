VACUUM FULL orders;
CREATE INDEX orders_ref_idx ON orders (ref);
ALTER TABLE legacy SET UNLOGGED;
