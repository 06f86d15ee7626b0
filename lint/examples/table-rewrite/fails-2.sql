--- target 18
--- history
ALTER TABLE "public".orders ADD CONSTRAINT "User" FOREIGN KEY (user_id) REFERENCES users (id) NOT ENFORCED;
--- revision
CREATE TABLE notes (id bigint);
ALTER TABLE orders ADD COLUMN paid boolean, ALTER CONSTRAINT "User" ENFORCED;
