--- history
CREATE INDEX orders_lower ON orders (lower(note)) WHERE ref > 0;
ALTER TABLE orders RENAME COLUMN note TO remark;
ALTER INDEX orders_lower RENAME TO another;
--- revision
CREATE INDEX CONCURRENTLY orders_lower ON orders (lower(remark)) WHERE ref > 0;
