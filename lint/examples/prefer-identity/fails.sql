CREATE TABLE s1 (id bigserial PRIMARY KEY);
