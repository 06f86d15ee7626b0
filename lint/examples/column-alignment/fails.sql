CREATE TABLE s1 (a boolean, b bigint, c boolean, d bigint);
