--- history
CREATE TABLE app."Parts" (id bigint PRIMARY KEY, "Size" int NOT NULL);
--- revision
ALTER TABLE app."Parts" ADD COLUMN note text, ALTER "Size" DROP NOT NULL;
