BEGIN;
ALTER TYPE mood ADD VALUE 'calm';
INSERT INTO diary (mood) VALUES ('calm');
COMMIT;
--- error 55P04
