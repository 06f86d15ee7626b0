-- Promise working days only
--
-- sqlbundle:revision 3f5a7d1c90be
-- sqlbundle:revises d26f8a13c7e0
-- sqlbundle:created 2026-05-18T10:00:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-125

-- sqlbundle:up
-- sqlbundle:include ../sql/functions/sla_due_at_v2.sql

-- sqlbundle:down
-- sqlbundle:include ../sql/functions/sla_due_at_v1.sql
