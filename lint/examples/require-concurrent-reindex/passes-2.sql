--- revision no-transaction
REINDEX (CONCURRENTLY, VERBOSE) TABLE orders;
