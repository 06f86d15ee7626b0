CREATE TABLE database (id bigint);
DROP TABLE database;
