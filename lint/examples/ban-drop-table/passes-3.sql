--- revision
CREATE TABLE notes (id bigint PRIMARY KEY);
--- down
DROP TABLE notes;
