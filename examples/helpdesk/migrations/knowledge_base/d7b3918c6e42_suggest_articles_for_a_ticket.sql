-- Suggest articles for a ticket
--
-- Agents attach an article to a ticket; the search that proposes them is a
-- function, so that the web site and the agents' desk rank alike.
--
-- sqlbundle:revision d7b3918c6e42
-- sqlbundle:revises 6a20e4d8f15b
-- sqlbundle:created 2025-07-28T13:35:00Z
-- sqlbundle:author Ada Brandt <ada.brandt@example.com>
-- sqlbundle:ticket KB-7

-- sqlbundle:up
CREATE TABLE kb.ticket_articles (
    ticket_id  bigint NOT NULL
               CONSTRAINT fk_ticket_articles_ticket_id REFERENCES tickets (id) ON DELETE CASCADE,
    article_id bigint NOT NULL
               CONSTRAINT fk_ticket_articles_article_id REFERENCES kb.articles (id),
    CONSTRAINT pk_ticket_articles PRIMARY KEY (ticket_id, article_id)
);
CREATE INDEX ix_ticket_articles_article_id ON kb.ticket_articles (article_id);

CREATE TABLE kb.settings (
    only_row boolean CONSTRAINT pk_settings PRIMARY KEY DEFAULT true
             CONSTRAINT ck_settings_only_row CHECK (only_row),
    max_tags int NOT NULL,
    headline text NOT NULL
);
INSERT INTO kb.settings (max_tags, headline) VALUES (3, 'StartSel=«, StopSel=», MaxWords=20, MinWords=5');

CREATE VIEW kb.article_cards AS
SELECT a.id, a.slug, a.title, a.tags[1:max_tags] AS tags, a.tags[max_tags + 1:] AS further_tags
FROM kb.articles a
CROSS JOIN kb.settings
WHERE a.published_at IS NOT NULL;

/* The query is the customer's own words: websearch_to_tsquery never raises an
   error on them. /* "OR", quotes and -minus work as in a search engine. */ */
CREATE FUNCTION kb.search(query text, max_results int DEFAULT 10)
RETURNS TABLE (slug text, title text, headline text)
LANGUAGE sql STABLE
AS $search$
    SELECT a.slug, a.title,
           ts_headline('english', a.body, q, (SELECT s.headline FROM kb.settings s))
    FROM kb.articles a, websearch_to_tsquery('english', query) q
    WHERE a.published_at IS NOT NULL AND a.search @@ q
    ORDER BY ts_rank(a.search, q) DESC, a.slug
    LIMIT max_results;
$search$;

-- sqlbundle:down
DROP FUNCTION kb.search(text, int);
DROP VIEW kb.article_cards;
DROP TABLE kb.settings;
DROP TABLE kb.ticket_articles;
