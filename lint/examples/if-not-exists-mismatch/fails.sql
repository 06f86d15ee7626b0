CREATE TABLE IF NOT EXISTS legacy (code text, n bigint, extra text);
