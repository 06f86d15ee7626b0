CREATE UNLOGGED TABLE load_tmp (k text);
DROP TABLE load_tmp;
