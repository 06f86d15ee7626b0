CREATE SCHEMA web CREATE TABLE pages ("Id" smallserial, v text);
