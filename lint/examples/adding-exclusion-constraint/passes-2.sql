--- revision
CREATE TABLE bookings (id bigint PRIMARY KEY, during tstzrange);
--- revision
ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&);
