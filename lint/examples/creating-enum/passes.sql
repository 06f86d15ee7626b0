CREATE TABLE colors (code text PRIMARY KEY);
