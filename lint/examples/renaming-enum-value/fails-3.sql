--- revision
ALTER TYPE mood RENAME TO feeling;
--- revision
ALTER TYPE feeling RENAME VALUE 'happy' TO 'glad';
