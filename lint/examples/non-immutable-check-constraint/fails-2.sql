CREATE TABLE visits (id bigint PRIMARY KEY, at timestamptz CHECK (at < CURRENT_TIMESTAMP), who text CHECK (who = current_user));
