CREATE TEMP TABLE bookings (id bigint PRIMARY KEY, during tstzrange);
ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&);
