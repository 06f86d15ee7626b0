-- Keep canned replies
--
-- What agents paste several times a day. The application fills in the
-- placeholders, so this file has no variables of its own: ${customer_name} is
-- stored as it stands here.
--
-- sqlbundle:revision c1f60d8e29b7
-- sqlbundle:revises 58e9b1f7a3d2
-- sqlbundle:created 2026-02-09T13:10:00Z
-- sqlbundle:author Tomás Rivera <tomas.rivera@example.com>
-- sqlbundle:ticket HELP-103

-- sqlbundle:up
CREATE TABLE canned_replies (
    shortcut   text CONSTRAINT pk_canned_replies PRIMARY KEY,
    language   char(2) NOT NULL DEFAULT 'en',
    body       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE canned_replies IS
    E'Agents\' replies, "ready to paste"; \\! and \\q are text here, :shortcut and $sqlbundle$ as well.';
COMMENT ON COLUMN canned_replies.shortcut IS 'Typed as :shortcut or ''/shortcut''; 100% unique.';
COMMENT ON COLUMN canned_replies.body IS
    $c$May hold ${customer_name} and ${ticket}. A backslash \ stays one: \n, \!, \gexec, C:\temp; */ and
-- sqlbundle:down
end nothing.$c$;

INSERT INTO canned_replies (shortcut, language, body, created_at)
VALUES
    ('hello', 'en', 'Dear ${customer_name},

thank you for your mail; we''ll answer within a day.
\! This line begins with a backslash.
', '2026-02-09 13:00:00+00'),
    ('hallo', 'de', 'Grüß Gott ${customer_name},' || E'\n\n\tdanke für Ihre Nachricht – ' || U&'sch\00f6n, dass Sie da sind!',
     '2026-02-09 13:00:00+00'),
    ('path', 'en', 'Please look into C:\Users\:name\AppData; then run "helpdesk.exe /? -- \connect".',
     '2026-02-09 13:00:00+00'),
    ('sql', 'en', $reply$Run SELECT $1, $sqlbundle$text$sqlbundle$, 'it''s'; -- and :'name' or :"name"
BEGIN; COMMIT; ROLLBACK;$reply$, '2026-02-09 13:00:00+00'),
    ('你好', 'zh', '您好 ${customer_name}！🙂', '2026-02-09 13:00:00+00');

-- sqlbundle:down
DROP TABLE canned_replies;
