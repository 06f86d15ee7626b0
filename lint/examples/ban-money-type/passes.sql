CREATE TABLE s1 (id bigint PRIMARY KEY, v numeric(12,2));
