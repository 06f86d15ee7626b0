CREATE TABLE app."S 1" (flag "char", at timestamptz, m mood, u uuid, n pg_catalog.int2, x float8, v text);
