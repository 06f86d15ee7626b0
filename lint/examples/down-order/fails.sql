--- revision
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (a_id bigint REFERENCES a (id));
--- down
DROP TABLE a;
DROP TABLE b;
--- error 2BP01
