CREATE TABLE notes (id bigint PRIMARY KEY);
REVOKE ALL ON notes, items FROM PUBLIC;
