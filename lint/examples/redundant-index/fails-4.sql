--- history
CREATE INDEX orders_ref_1 ON orders (ref) INCLUDE (total);
--- revision
CREATE INDEX CONCURRENTLY orders_ref_2 ON orders (ref) INCLUDE (total, note);
