--- history
CREATE TABLE app.jobs (id bigint PRIMARY KEY);
--- revision
SET LOCAL search_path = app;
ALTER TABLE jobs ADD COLUMN n int;
SET LOCAL statement_timeout = '30s';
