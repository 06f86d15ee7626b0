CREATE TYPE app."Level" AS ENUM ('low', 'high');
ALTER TYPE app."Level" ADD VALUE IF NOT EXISTS 'highest';
