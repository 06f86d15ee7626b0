-- Events by year
-- sqlbundle:revision p1
-- sqlbundle:revises base

-- sqlbundle:up
CREATE SCHEMA "Arch ive";
CREATE TABLE events (id int, year int NOT NULL) PARTITION BY LIST (year);
CREATE TABLE "Arch ive"."Events 2020" PARTITION OF events FOR VALUES IN (2020);
CREATE TABLE events_2021 PARTITION OF events FOR VALUES IN (2021);
CREATE TABLE events_2022 PARTITION OF events FOR VALUES IN (2022);
INSERT INTO events SELECT g, 2020 + g % 3 FROM generate_series(1, 90) g;
CREATE TABLE ledger (entry text, amount int);

-- sqlbundle:down
DROP TABLE ledger;
DROP TABLE events;
DROP SCHEMA "Arch ive";
