--- target 14.1
--- revision no-transaction
REINDEX SCHEMA CONCURRENTLY public;
