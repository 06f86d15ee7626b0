--- revision no-transaction
VACUUM FULL;
