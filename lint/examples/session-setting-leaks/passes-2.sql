SET search_path = app;
CREATE TABLE settings (k text PRIMARY KEY);
RESET search_path;
SET ROLE app_owner;
CREATE TABLE app.more (k text PRIMARY KEY);
SET ROLE TO DEFAULT;
--- revision no-transaction
SET search_path = app;
CREATE TABLE others (k text PRIMARY KEY);
--- revision
SELECT set_config('check_function_bodies', 'off', true);
SET application_name = 'migration';
