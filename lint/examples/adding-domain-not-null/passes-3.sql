--- revision
CREATE TABLE fresh (id bigint PRIMARY KEY, p email_addr);
ALTER TABLE contacts ADD CONSTRAINT contacts_addr_not_null CHECK (addr IS NOT NULL) NOT VALID;
--- revision
ALTER TABLE contacts VALIDATE CONSTRAINT contacts_addr_not_null;
