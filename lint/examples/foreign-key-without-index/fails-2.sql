CREATE TABLE app."Parcels" (id bigint PRIMARY KEY, "Order" bigint REFERENCES orders, n int);
CREATE INDEX ON app."Parcels" (n, "Order");
CREATE INDEX ON app."Parcels" ("Order") WHERE n > 0;
