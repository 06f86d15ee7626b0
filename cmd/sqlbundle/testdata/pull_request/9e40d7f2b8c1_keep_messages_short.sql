-- Keep messages short
--
-- Nobody reads more than that on a telephone.
--
-- sqlbundle:revision 9e40d7f2b8c1
-- sqlbundle:revises 7b93e0c1a2d4
-- sqlbundle:ticket HELP-305

-- sqlbundle:up
ALTER TABLE ticket_messages ALTER COLUMN body TYPE varchar(10000);

-- sqlbundle:down
ALTER TABLE ticket_messages ALTER COLUMN body TYPE text;
