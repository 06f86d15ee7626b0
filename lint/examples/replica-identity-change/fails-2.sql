--- history
CREATE TABLE app."Pay" (id bigint PRIMARY KEY);
--- revision
ALTER TABLE app."Pay" ADD COLUMN note text, REPLICA IDENTITY NOTHING;
