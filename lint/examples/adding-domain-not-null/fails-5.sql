--- target 17
--- revision
-- sqlbundle:raw
ALTER DOMAIN public."email_addr" ADD CONSTRAINT filled NOT NULL;
-- sqlbundle:end-raw
