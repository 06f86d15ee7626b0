package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/suggest"
)

var unknownObjectReference = &Rule{
	ID: "unknown-object-reference", Title: "the statement names something that does not exist",
	Group: GroupRefused, Severity: Error,
	Doc: "No statement before this one has made what it names, or one has dropped or renamed it: PostgreSQL " +
		"will refuse it (42P01, 42703, 42704, 42883, 3F000). Where the history begins on a database that has " +
		"things in it, [project] baseline tells of them.",
	check: checkRefused(nearNames),
}

// nearNames suggests what the author may have meant, and says which judged
// revision has taken the name away.
func nearNames(p *pass, s *statement) (help, fix string) {
	word, table := s.missingName(p)
	var candidates []string
	if table != nil {
		for _, col := range table.Live() {
			candidates = append(candidates, col.Name)
		}
	} else {
		for _, o := range s.Before.All(catalog.ClassRelation) {
			candidates = append(candidates, catalog.HeadOf(o).Name)
		}
	}
	help = suggest.Hint(word, candidates)
	if by := p.takenAway(s, word, table); by != nil {
		return strings.TrimPrefix(fmt.Sprintf("%s; revision %s has dropped or renamed %s", help, by.section.revision.ID, pgsql.QuoteIdent(word)), "; "), ""
	}
	if help == "" {
		help = "mend the name; where the history begins on a database that has it, set [project] baseline to a dump of that schema"
	}
	return help, ""
}

// missingName is the name that the statement looks for in vain, and the table
// that was to have a column of that name; nil where it is no column.
func (s *statement) missingName(p *pass) (word string, table *catalog.Relation) {
	r := s.Effects.Refused
	if r == nil {
		return p.unmade(s)[0].Name, nil
	}
	found := quotedName.FindStringSubmatch(r.Message)
	if found == nil {
		return "", nil
	}
	word = strings.Trim(found[1], `"`)
	if r.SQLState != "42703" {
		return word, nil
	}
	pgsql.Walk(s.node(), func(message any) bool {
		if n, ok := message.(*pg.RangeVar); ok && table == nil {
			table = s.relation(n)
		}
		return true
	})
	return word, table
}

// quotedName finds the name in a message such as `column "a" does not exist`.
var quotedName = regexp.MustCompile(`(?:column|relation|index|constraint|type|schema|function|trigger|policy) ("[^"]+"|[a-z_0-9]+)`)

// takenAway is the last judged statement before s behind which a name is gone.
func (p *pass) takenAway(s *statement, word string, table *catalog.Relation) *statement {
	has := func(c *catalog.Catalog) bool {
		if table == nil {
			return c.Relation("", word) != nil
		}
		rel, ok := c.Object(table.OID).(*catalog.Relation)
		return ok && rel.Column(word) != nil
	}
	before := slices.Collect(s.before(p.history.upgrade()))
	for i := len(before) - 1; i >= 0; i-- {
		if has(before[i].Before) && !has(before[i].after()) {
			return before[i]
		}
	}
	return nil
}
