-- Merge the knowledge base
--
-- sqlbundle:revision 5c90f2ae8d17
-- sqlbundle:revises b94e1d7f3c08, d7b3918c6e42
-- sqlbundle:created 2025-08-04T09:00:00Z
-- sqlbundle:author Ines Kovač <ines.kovac@example.com>
-- sqlbundle:ticket HELP-66

-- sqlbundle:up

-- sqlbundle:down
