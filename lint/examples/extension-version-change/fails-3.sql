--- history
CREATE EXTENSION "uuid-ossp" SCHEMA app;
--- revision
ALTER EXTENSION "uuid-ossp" UPDATE TO '1.1';
