--- history
CREATE TABLE app."T" (id bigint PRIMARY KEY);
--- revision no-transaction
REINDEX (VERBOSE) SCHEMA app;
