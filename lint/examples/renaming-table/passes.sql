ALTER TABLE legacy RENAME TO legacy_codes;
CREATE VIEW legacy AS SELECT * FROM legacy_codes;
