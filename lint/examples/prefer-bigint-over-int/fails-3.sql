CREATE TABLE app.s1 (id serial4 PRIMARY KEY, v text);
