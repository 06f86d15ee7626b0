CREATE TEMP TABLE load (j json);
ALTER TABLE diary RENAME COLUMN body TO content;
CREATE VIEW bodies AS SELECT content FROM diary;
CREATE FUNCTION f(j json) RETURNS json LANGUAGE sql AS 'SELECT j';
