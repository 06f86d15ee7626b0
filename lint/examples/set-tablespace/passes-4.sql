ALTER INDEX ALL IN TABLESPACE slow SET TABLESPACE fast;
SET default_tablespace = fast;
CREATE INDEX CONCURRENTLY orders_ref_idx ON orders (ref);
