CREATE TABLE app."T" (a int, b int, c int, d int);
CREATE INDEX ON app."T" USING brin (a, b, (c + d), d);
