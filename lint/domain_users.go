package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// domainHarm is what an ALTER DOMAIN does to the tables that use the domain.
type domainHarm struct {
	domain *catalog.DataType
	// tables are those in use that it reads in full; none where nobody knows
	// them.
	tables   []*catalog.Relation
	severity Severity
}

// domainHarm is that of an ALTER DOMAIN, which has these effects; nil where it
// surely does none.
func (p *pass) domainHarm(s *statement, n *pg.AlterDomainStmt, e *effects.Effects) *domainHarm {
	d := s.dataType(n.TypeName)
	if d == nil || e.Refused != nil {
		return nil
	}
	h := &domainHarm{domain: d, severity: Notice}
	for _, touch := range e.Scans {
		if rel := s.locked(touch.OID); p.inUse(s, rel) {
			h.tables = append(h.tables, rel)
			if !p.small(s.Before, rel) {
				h.severity = ""
			}
		}
	}
	if len(h.tables) > 0 {
		return h
	}
	if d.Kind != 0 {
		return nil
	}
	h.severity = ""
	return h
}

// message says what happens to the tables.
func (h *domainHarm) message(s *statement) string {
	if len(h.tables) == 0 {
		return fmt.Sprintf("every table with a column of %s is read in full, and nobody can write to any of them until that is done; "+
			"the history does not show which tables those are", s.typeName(h.domain))
	}
	var list []string
	for _, rel := range h.tables {
		list = append(list, s.name(rel))
	}
	subject, them := "is", "it"
	if len(list) > 1 {
		subject, them = "are", "any of them"
	}
	return fmt.Sprintf("%s %s read in full, and nobody can write to %s until that is done", strings.Join(list, ", "), subject, them)
}

// checks is SQL that checks every column of the domain in its table instead:
// condition gives the name and the expression for a column. It is empty where
// the tables are unknown.
func (h *domainHarm) checks(s *statement, condition func(column string) (label, expr string)) string {
	var add, validate []string
	for _, table := range roots(s.Before, h.tables) {
		for _, col := range table.Live() {
			if !isOver(s.Before, col.Type, h.domain) {
				continue
			}
			label, expr := condition(col.Name)
			if expr == "" {
				return ""
			}
			name, check := s.name(table), pgsql.QuoteIdent(catalog.MakeName(table.Name, col.Name, label))
			add = append(add, fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s) NOT VALID;", name, check, expr))
			validate = append(validate, nextTransaction, fmt.Sprintf("ALTER TABLE %s VALIDATE CONSTRAINT %s;", name, check))
		}
	}
	return lines(append(add, validate...)...)
}

// isOver tells whether a type is a domain or a domain over it.
func isOver(c *catalog.Catalog, t catalog.Type, d *catalog.DataType) bool {
	for _, other := range c.Domains(t) {
		if other.OID == d.OID {
			return true
		}
	}
	return false
}

// roots are the tables at the top of partitions and children.
func roots(c *catalog.Catalog, tables []*catalog.Relation) []*catalog.Relation {
	var found []*catalog.Relation
	seen := map[catalog.OID]bool{}
	for _, rel := range tables {
		for rel.Partition {
			parent, ok := c.Object(rel.Parents[0]).(*catalog.Relation)
			if !ok {
				break
			}
			rel = parent
		}
		if !seen[rel.OID] {
			seen[rel.OID] = true
			found = append(found, rel)
		}
	}
	return found
}

// ofColumn is a domain's check as an expression over a column in place of VALUE.
func ofColumn(check *pgsql.Node, column string) string {
	made := proto.Clone(check).(*pgsql.Node)
	pgsql.Walk(made, func(message any) bool {
		ref, ok := message.(*pg.ColumnRef)
		if ok && len(ref.Fields) == 1 && ref.Fields[0].GetString_().GetSval() == "value" {
			ref.Fields[0].GetString_().Sval = column
		}
		return true
	})
	return expression(made)
}
