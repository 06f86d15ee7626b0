CREATE TABLE app.s1 (id bigint PRIMARY KEY, flag character);
