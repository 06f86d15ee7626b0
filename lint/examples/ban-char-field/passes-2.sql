CREATE TABLE s1 (id bigint PRIMARY KEY, kind "char", v character varying(3), char text);
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER far FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE away (c char(3)) SERVER far;
