--- revision no-transaction
DROP DATABASE "Shop" WITH (FORCE);
