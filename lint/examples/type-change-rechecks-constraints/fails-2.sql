--- history
CREATE TABLE app.people (id bigint PRIMARY KEY, "Name" varchar(20) CONSTRAINT named CHECK ("Name" <> ''));
ALTER TABLE app.people RENAME COLUMN "Name" TO label;
--- revision
ALTER TABLE app.people ALTER COLUMN label TYPE varchar(40), ADD COLUMN age int;
