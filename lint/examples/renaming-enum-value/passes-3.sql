--- revision
ALTER TYPE mood ADD VALUE 'calm';
--- revision
ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet';
