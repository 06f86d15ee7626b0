--- history
CREATE VIEW everybody AS SELECT id, email FROM users;
--- revision
DELETE FROM ONLY events WHERE true;
DELETE FROM everybody;
