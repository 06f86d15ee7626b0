--- target 18
-- sqlbundle:raw
CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint REFERENCES users NOT ENFORCED);
-- sqlbundle:end-raw
