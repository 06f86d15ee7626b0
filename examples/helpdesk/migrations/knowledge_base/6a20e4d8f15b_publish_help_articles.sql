-- Publish help articles
--
-- The knowledge base is written by a team of its own, on a branch of its own,
-- while the product team goes on with the channels. Its search column is
-- computed by the server, so no writer can forget it.
--
-- sqlbundle:revision 6a20e4d8f15b
-- sqlbundle:revises 0f7d6c52ab31
-- sqlbundle:labels knowledge-base
-- sqlbundle:created 2025-06-16T11:00:00Z
-- sqlbundle:author Ada Brandt <ada.brandt@example.com>
-- sqlbundle:ticket KB-1

-- sqlbundle:up
CREATE SCHEMA kb;
CREATE TABLE kb.articles (
    id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_articles PRIMARY KEY,
    slug         text NOT NULL CONSTRAINT uq_articles_slug UNIQUE,
    title        text NOT NULL,
    body         text NOT NULL,
    tags         text[] NOT NULL DEFAULT '{}',
    author_id    bigint CONSTRAINT fk_articles_author_id REFERENCES users (id) ON DELETE SET NULL,
    published_at timestamptz,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    search       tsvector GENERATED ALWAYS AS (
                     setweight(to_tsvector('english', title), 'A')
                     || setweight(to_tsvector('english', body), 'B')) STORED
);
CREATE INDEX ix_articles_search ON kb.articles USING gin (search);
CREATE INDEX ix_articles_author_id ON kb.articles (author_id);
CREATE TRIGGER tg_articles_touch
    BEFORE UPDATE ON kb.articles
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON TABLE kb.articles IS
    'What customers read before they write to us. It''s "public": no names, no C:\paths\n.';
COMMENT ON COLUMN kb.articles.slug IS
    E'Part of the address: https://help.example.com/a/:slug \u2014 never changed once published.';

INSERT INTO kb.articles (slug, title, body, tags, published_at, updated_at)
VALUES
    ('reset-password', 'How to reset your password',
     'Choose "Forgot password?" and follow the mail; it''s valid for 20 minutes.',
     ARRAY['account', 'login', 'password', 'security'], '2025-06-18 09:00:00+00', '2025-06-18 09:00:00+00'),
    ('change-the-schema', 'For staff: how to change the database',
     'Every change is a revision file with a way there and a way back:

-- sqlbundle:up
ALTER TABLE tickets ADD COLUMN colour text;

-- sqlbundle:down
ALTER TABLE tickets DROP COLUMN colour;

Client commands do not belong there:
\! rm -rf .
\copy tickets from stdin
COMMIT;
and $sqlbundle$ or :name or ${name} or */ mean nothing in it.',
     ARRAY['staff', 'database'], NULL, '2025-06-18 09:00:00+00');

-- sqlbundle:down
DROP TABLE kb.articles;
DROP SCHEMA kb;
