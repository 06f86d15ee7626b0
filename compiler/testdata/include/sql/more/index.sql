-- sqlbundle:timeout lock=1s
CREATE INDEX CONCURRENTLY ix_items ON items (id);