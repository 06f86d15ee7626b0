--- revision
ALTER DOMAIN email_addr ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%') NOT VALID;
--- revision
ALTER DOMAIN email_addr VALIDATE CONSTRAINT has_at;
