ALTER DOMAIN email_addr RENAME TO email_address;
CREATE DOMAIN email_addr AS text;
