-- Put the mailbox export away
--
-- Nobody has asked for it in a year. It goes to the archive as it is; the
-- auditors decide when it may be dropped.
--
-- sqlbundle:revision 0b6f1e8c47d5
-- sqlbundle:revises 64c1e70d2f9b
-- sqlbundle:created 2026-09-21T09:00:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-142

-- sqlbundle:up
ALTER TABLE "mailbox import 2025" SET SCHEMA archive;

-- sqlbundle:down
ALTER TABLE archive."mailbox import 2025" SET SCHEMA public;
