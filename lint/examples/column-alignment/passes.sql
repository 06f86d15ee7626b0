CREATE TABLE s1 (b bigint, d bigint, a boolean, c boolean);
