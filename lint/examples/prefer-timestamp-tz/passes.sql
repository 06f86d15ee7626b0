CREATE TABLE s1 (id bigint PRIMARY KEY, v timestamptz);
