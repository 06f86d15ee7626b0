CREATE TEMP TABLE s1 (v money);
CREATE TABLE s2 (id bigint PRIMARY KEY, money numeric(12,2));
