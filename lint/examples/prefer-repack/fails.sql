--- target 19
--- revision no-transaction
VACUUM FULL orders;
