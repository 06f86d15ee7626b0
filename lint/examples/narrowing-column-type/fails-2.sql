--- history
CREATE TABLE app."Prices" (id bigint PRIMARY KEY, "Amount" numeric(10,2));
--- revision
SET search_path = app;
ALTER TABLE "Prices" ALTER COLUMN "Amount" TYPE numeric(10,1), ALTER COLUMN id SET DEFAULT 0;
