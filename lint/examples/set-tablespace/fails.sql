ALTER TABLE orders SET TABLESPACE fast;
--- error 42704
