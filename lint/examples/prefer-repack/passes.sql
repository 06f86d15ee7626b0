--- target 19
--- revision no-transaction
VACUUM (ANALYZE) orders;
