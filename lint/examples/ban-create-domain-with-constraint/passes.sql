CREATE DOMAIN quantity AS int;
