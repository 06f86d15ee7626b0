CREATE TABLE s1 (u bigint REFERENCES users (id));
