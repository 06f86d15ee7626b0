CREATE DOMAIN settings AS json;
CREATE SCHEMA web CREATE TABLE visits (id bigint PRIMARY KEY, s settings);
