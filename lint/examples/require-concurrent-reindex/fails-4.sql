--- history
CREATE EXTENSION btree_gist;
CREATE TABLE bookings (room int, during tstzrange, CONSTRAINT apart EXCLUDE USING gist (room WITH =, during WITH &&));
--- revision
REINDEX INDEX apart;
