-- sqlbundle:nolint multiple-heads
CREATE TABLE receipts (id bigint PRIMARY KEY);
