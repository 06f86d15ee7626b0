--- history
CREATE TABLE app.rest PARTITION OF events DEFAULT;
--- revision
ALTER TABLE events RENAME TO happenings;
DROP TABLE app.rest;
