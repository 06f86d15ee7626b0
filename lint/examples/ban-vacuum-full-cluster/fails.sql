--- revision no-transaction
VACUUM FULL orders;
