CREATE INDEX legacy_n_idx ON legacy (n);
