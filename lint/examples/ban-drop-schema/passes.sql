CREATE SCHEMA tmp_load;
DROP SCHEMA tmp_load;
