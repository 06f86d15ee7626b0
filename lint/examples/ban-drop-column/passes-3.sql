ALTER TABLE orders DROP COLUMN IF EXISTS never_there;
CREATE TABLE tickets (id bigint PRIMARY KEY, state text);
ALTER TABLE tickets DROP COLUMN state;
