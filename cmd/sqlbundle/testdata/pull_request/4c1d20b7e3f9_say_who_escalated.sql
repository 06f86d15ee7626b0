-- Say who escalated
--
-- sqlbundle:revision 4c1d20b7e3f9
-- sqlbundle:revises 1f02a9c47d31
-- sqlbundle:ticket HELP-301

-- sqlbundle:up
ALTER TABLE escalations ADD COLUMN escalated_by text;

-- sqlbundle:down
ALTER TABLE escalations DROP COLUMN escalated_by;
