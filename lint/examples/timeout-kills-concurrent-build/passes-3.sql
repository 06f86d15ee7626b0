--- revision
CREATE TABLE fresh (id bigint PRIMARY KEY, n int);
--- revision no-transaction
SET statement_timeout = '30s';
CREATE INDEX CONCURRENTLY fresh_n_idx ON fresh (n);
