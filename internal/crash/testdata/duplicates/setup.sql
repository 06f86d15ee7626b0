-- An application's table from before, with addresses that stand twice.
CREATE TABLE accounts (id int PRIMARY KEY, email text NOT NULL);
INSERT INTO accounts SELECT g, 'user' || g || '@example.org' FROM generate_series(1, 100) g;
INSERT INTO accounts VALUES (101, 'user7@example.org'), (102, 'user7@example.org');
CREATE TABLE ledger (entry text, amount int);
CREATE TABLE counters (name text PRIMARY KEY, value int NOT NULL);
INSERT INTO counters VALUES ('logins', 0);
