--- history
CREATE UNIQUE INDEX legacy_n ON legacy (n);
--- revision
ALTER TABLE legacy ADD PRIMARY KEY USING INDEX legacy_n;
