CREATE TABLE s1 (id bigint PRIMARY KEY, v varchar, w character varying, c char(3));
--- down
DROP TABLE s1;
