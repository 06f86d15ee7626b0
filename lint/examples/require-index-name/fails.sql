CREATE INDEX ON legacy (n);
