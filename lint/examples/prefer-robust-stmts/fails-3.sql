--- history
CREATE UNLOGGED TABLE app."Cache" (k text);
--- revision
SELECT 1;
--- down
SELECT 2;
--- revision no-transaction
DROP TABLE app."Cache";
CREATE SEQUENCE IF NOT EXISTS app.numbers;
