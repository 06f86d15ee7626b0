CREATE TABLE parcels (id bigint PRIMARY KEY);
REINDEX TABLE parcels;
REINDEX INDEX parcels_pkey;
