ALTER TABLE legacy RENAME TO legacy_codes;
