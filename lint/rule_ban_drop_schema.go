package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var banDropSchema = &Rule{
	ID: "ban-drop-schema", Title: "a schema is dropped with what stands in it",
	Group: GroupDestructive, Severity: Error,
	Peers: []string{"atlas DS101", "mp MP035"},
	Doc: "DROP SCHEMA … CASCADE removes every table, view, function and type of the schema with all rows, and columns " +
		"elsewhere that are of its types, each under ACCESS EXCLUSIVE. What stands in it at that moment may be more than " +
		"the history has put there. Drop the objects by their names, then the schema without CASCADE: the server refuses " +
		"that while something is left.",
	check: func(p *pass, s *statement) {
		n := s.node().GetDropStmt()
		if n.GetRemoveType() != pg.ObjectType_OBJECT_SCHEMA || s.Effects.Refused != nil {
			return
		}
		cascade := n.Behavior == pg.DropBehavior_DROP_CASCADE
		for _, object := range n.Objects {
			name := object.GetString_().GetSval()
			schema := s.Before.Schema(name)
			switch {
			case schema != nil && !p.old(s, schema.OID):
				continue
			case schema == nil && n.MissingOk && (!s.Before.Incomplete || !cascade):
				continue
			case schema != nil && !cascade && !s.Before.Incomplete:
				continue // the server has found it empty
			}
			message := "whatever stands in schema " + pgsql.QuoteIdent(name) + " is gone for good"
			if contents := s.contents(schema); len(contents) > 0 {
				message = fmt.Sprintf("with schema %s go for good: %s", pgsql.QuoteIdent(name), strings.Join(contents, ", "))
			}
			p.reportAt(s, Finding{
				Message: message,
				Help:    "drop the objects by their names, then the schema without CASCADE",
			})
		}
	},
}

// contents describes what goes with a schema: what stands in it, and what depends
// on that elsewhere.
func (s *statement) contents(schema *catalog.Schema) []string {
	if schema == nil {
		return nil
	}
	target := catalog.Address{OID: schema.OID}
	var found []string
	for _, a := range dependents(s.Before, []catalog.Address{target}) {
		if rel, ok := s.Before.Object(a.OID).(*catalog.Relation); !ok || !rel.Kind.IsIndex() {
			found = append(found, s.Before.Describe(a))
		}
	}
	return found
}
