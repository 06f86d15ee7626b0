ALTER TABLE legacy ADD COLUMN extra text;
