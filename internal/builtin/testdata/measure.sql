-- The lines of all objects in the table member, each after the name of its
-- kind. What the fields are is told by the functions of the package that parse
-- them.
WITH RECURSIVE members (classid, objid) AS (
    SELECT classid, objid FROM member
    UNION
    -- Of rows and of arrays the catalog does not say what made them.
    SELECT 'pg_type'::regclass, t.oid
    FROM members m JOIN pg_type t ON m.classid = 'pg_class'::regclass AND t.typrelid = m.objid
        OR m.classid = 'pg_type'::regclass AND t.typelem = m.objid AND t.typlen = -1
), measured (kind, line) AS (
    SELECT 'function', concat_ws(' ', p.proname,
        coalesce((SELECT string_agg(a.typname, ',' ORDER BY arg.place)
                  FROM unnest(p.proargtypes) WITH ORDINALITY arg (typ, place) JOIN pg_type a ON a.oid = arg.typ), '-'),
        (SELECT typname FROM pg_type WHERE oid = p.prorettype),
        p.prokind::text || p.provolatile::text
            || CASE WHEN p.proisstrict THEN 's' ELSE '' END
            || CASE WHEN p.proretset THEN 'r' ELSE '' END
            || CASE WHEN p.provariadic <> 0 THEN 'v' ELSE '' END
            || coalesce(nullif(p.pronargdefaults, 0)::text, ''))
    FROM members m JOIN pg_proc p ON p.oid = m.objid AND m.classid = 'pg_proc'::regclass
    UNION ALL
    SELECT 'type', concat_ws(' ', t.typname,
        t.typtype::text || t.typcategory::text
            || (SELECT provolatile::text FROM pg_proc WHERE oid = t.typinput)
            || (SELECT provolatile::text FROM pg_proc WHERE oid = t.typoutput)
            || CASE WHEN t.typispreferred THEN 'p' ELSE '' END
            || CASE WHEN t.typcollation <> 0 THEN 'c' ELSE '' END
            || CASE WHEN t.typmodin <> 0 THEN 'm' ELSE '' END,
        t.typlen,
        coalesce((SELECT typname FROM pg_type WHERE oid = t.typelem), '-'),
        coalesce((SELECT typname FROM pg_type WHERE oid = t.typarray), '-'),
        -- Version 13 has no column rngmultitypid.
        coalesce((SELECT s.typname FROM pg_range r JOIN pg_type s ON s.oid = r.rngsubtype
                  WHERE t.oid = r.rngtypid OR t.oid::text = to_jsonb(r) ->> 'rngmultitypid'),
                 (SELECT typname FROM pg_type WHERE oid = t.typbasetype), '-'))
    FROM members m JOIN pg_type t ON t.oid = m.objid AND m.classid = 'pg_type'::regclass
    UNION ALL
    SELECT 'cast', concat_ws(' ', f.typname, t.typname,
        c.castmethod::text || c.castcontext::text || CASE c.castmethod
            WHEN 'b' THEN 'i'
            WHEN 'f' THEN (SELECT provolatile::text FROM pg_proc WHERE oid = c.castfunc)
            -- The letters sort from the best to the worst.
            ELSE (SELECT max(provolatile::text COLLATE "C") FROM pg_proc WHERE oid IN (f.typoutput, t.typinput)) END,
        coalesce((SELECT proname FROM pg_proc WHERE oid = c.castfunc), '-'))
    FROM members m JOIN pg_cast c ON c.oid = m.objid AND m.classid = 'pg_cast'::regclass
        JOIN pg_type f ON f.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget
    UNION ALL
    SELECT 'operator', concat_ws(' ', o.oprname,
        coalesce((SELECT typname FROM pg_type WHERE oid = o.oprleft), '-'),
        coalesce((SELECT typname FROM pg_type WHERE oid = o.oprright), '-'),
        (SELECT typname FROM pg_type WHERE oid = o.oprresult), p.provolatile)
    FROM members m JOIN pg_operator o ON o.oid = m.objid AND m.classid = 'pg_operator'::regclass
        JOIN pg_proc p ON p.oid = o.oprcode
    UNION ALL
    SELECT 'opclass', concat_ws(' ', a.amname, c.opcname, f.opfname, t.typname,
        CASE WHEN c.opcdefault THEN 'd' ELSE '-' END)
    FROM members m JOIN pg_opclass c ON c.oid = m.objid AND m.classid = 'pg_opclass'::regclass
        JOIN pg_am a ON a.oid = c.opcmethod JOIN pg_opfamily f ON f.oid = c.opcfamily
        JOIN pg_type t ON t.oid = c.opcintype
    UNION ALL
    SELECT 'relation', concat_ws(' ', c.relname, c.relkind)
    FROM members m JOIN pg_class c ON c.oid = m.objid AND m.classid = 'pg_class'::regclass
    WHERE c.relkind NOT IN ('i', 'I', 't', 'c')
    UNION ALL
    SELECT 'am', a.amname FROM members m JOIN pg_am a ON a.oid = m.objid AND m.classid = 'pg_am'::regclass
    UNION ALL
    SELECT 'fdw', w.fdwname
    FROM members m JOIN pg_foreign_data_wrapper w ON w.oid = m.objid
    WHERE m.classid = 'pg_foreign_data_wrapper'::regclass
    UNION ALL
    SELECT 'language', l.lanname
    FROM members m JOIN pg_language l ON l.oid = m.objid AND m.classid = 'pg_language'::regclass
    UNION ALL
    SELECT 'about', concat_ws(' ', v.version, coalesce(v.schema, '-'),
        CASE WHEN v.relocatable THEN 'r' ELSE '' END || CASE WHEN v.trusted THEN 't' ELSE '' END
            || CASE WHEN v.relocatable OR v.trusted THEN '' ELSE '-' END,
        coalesce(array_to_string(v.requires, ','), '-'))
    FROM members m JOIN pg_extension e ON e.oid = m.objid AND m.classid = 'pg_extension'::regclass
        JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
)
SELECT kind, line FROM measured ORDER BY kind, line COLLATE "C"
