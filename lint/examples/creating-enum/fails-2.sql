CREATE TYPE app."Color" AS ENUM ();
