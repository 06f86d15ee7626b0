--- history
CREATE TABLE app."L" (a bigint, b int, CONSTRAINT k FOREIGN KEY (a) REFERENCES orders);
CREATE INDEX l_ab ON app."L" (a, b);
--- revision
ALTER TABLE app."L" DROP COLUMN b;
