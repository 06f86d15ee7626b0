--- history
CREATE DOMAIN app.label AS text;
CREATE FUNCTION app.f(l app.label) RETURNS app.label LANGUAGE sql AS 'SELECT l';
CREATE VIEW app.v AS SELECT 'x'::app.label AS l;
--- revision
ALTER DOMAIN app.label ADD CONSTRAINT short CHECK (length(VALUE) < 20);
ALTER DOMAIN email_addr SET DEFAULT 'nobody@x';
