--- history
CREATE TABLE app.codes (code text COLLATE "C" PRIMARY KEY);
--- revision
ALTER TABLE legacy ADD FOREIGN KEY (code) REFERENCES app.codes NOT VALID;
