--- history
CREATE DOMAIN filled AS text NOT NULL;
CREATE TABLE uses (f filled);
--- revision
ALTER DOMAIN filled SET NOT NULL;
ALTER DOMAIN filled DROP NOT NULL;
