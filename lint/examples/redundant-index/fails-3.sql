CREATE TABLE app."T" (a int, b int, c int, PRIMARY KEY (a, b));
CREATE INDEX ON app."T" (a);
