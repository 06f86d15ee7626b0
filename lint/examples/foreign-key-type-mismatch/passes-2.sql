--- history
CREATE DOMAIN user_ref AS bigint;
CREATE TABLE app.codes (code varchar(20) PRIMARY KEY);
--- revision
ALTER TABLE orders ADD COLUMN seller user_ref REFERENCES users (id);
ALTER TABLE legacy ADD FOREIGN KEY (code) REFERENCES app.codes NOT VALID;
