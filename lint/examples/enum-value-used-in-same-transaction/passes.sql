--- revision
ALTER TYPE mood ADD VALUE 'calm';
--- revision
INSERT INTO diary (mood) VALUES ('calm');
