--- revision
CREATE TYPE color AS ENUM ('red');
ALTER TYPE color RENAME VALUE 'red' TO 'crimson';
--- down
ALTER TYPE color RENAME VALUE 'crimson' TO 'red';
DROP TYPE color;
