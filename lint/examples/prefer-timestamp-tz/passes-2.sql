CREATE TABLE s1 (id bigint PRIMARY KEY, a timestamp with time zone, b timestamp(3) with time zone, d date, t time);
