--- history
CREATE SEQUENCE app.numbers;
--- revision
ALTER TABLE app.numbers RENAME TO counters;
