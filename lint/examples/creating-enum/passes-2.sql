CREATE TYPE pair AS (a int, b int);
CREATE TYPE span AS RANGE (SUBTYPE = int8);
ALTER TYPE mood ADD VALUE 'calm' AFTER 'sad';
