CREATE DOMAIN past AS timestamptz CHECK (VALUE <= now());
