--- target 14.2
CREATE TABLE parcels (n int);
CREATE INDEX CONCURRENTLY ON parcels (n);
