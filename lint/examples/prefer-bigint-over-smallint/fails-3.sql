CREATE TABLE app."S 1" (id smallserial PRIMARY KEY);
