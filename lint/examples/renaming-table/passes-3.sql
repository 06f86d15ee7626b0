--- revision
CREATE TABLE app.drafts (id bigint);
--- revision
ALTER TABLE app.drafts RENAME TO sketches;
ALTER TABLE orders RENAME COLUMN note TO remark;
ALTER INDEX orders_status_idx RENAME TO orders_by_status;
--- down
ALTER TABLE app.sketches RENAME TO drafts;
