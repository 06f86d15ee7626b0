--- revision no-transaction
VACUUM ANALYZE orders;
