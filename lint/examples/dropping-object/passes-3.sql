--- revision
CREATE SEQUENCE app.numbers;
CREATE DOMAIN app.name AS text;
--- down
DROP SEQUENCE app.numbers;
DROP DOMAIN app.name;
