--- revision
ALTER TABLE contacts ADD CONSTRAINT contacts_addr_at CHECK (addr LIKE '%@%') NOT VALID;
--- revision
ALTER TABLE contacts VALIDATE CONSTRAINT contacts_addr_at;
