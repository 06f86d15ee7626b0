CREATE TYPE color AS ENUM ('red');
ALTER TYPE color RENAME TO colour;
