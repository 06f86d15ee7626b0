SET LOCAL search_path = app;
CREATE TABLE settings (k text PRIMARY KEY);
