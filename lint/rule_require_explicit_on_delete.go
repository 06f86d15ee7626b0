package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/source"
)

var requireExplicitOnDelete = &Rule{
	ID: "require-explicit-on-delete", Title: "a foreign key that does not say what a DELETE does",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Peers: []string{"mp MP086"},
	Doc: "Without ON DELETE, deleting a row that others reference is refused. That may be what was wanted, or nobody " +
		"thought of it; the reader cannot tell. Write ON DELETE RESTRICT or NO ACTION where it was.",
	check: func(p *pass, s *statement) {
		for _, key := range s.foreignKeys() {
			at := s.place(key.def.Location)
			if key.def.FkDelAction != "a" || !isPlainTable(key.table) || s.saysOnDelete(at) {
				continue
			}
			p.reportAt(s, Finding{
				Span: at,
				Message: fmt.Sprintf("this foreign key of %s does not say what happens to its rows when the row that they reference is deleted: the DELETE will be refused",
					s.name(key.table)),
				Help: "add ON DELETE RESTRICT where that is what you want, or CASCADE or SET NULL",
			})
		}
	},
}

// foreignKey is the definition of a foreign key, and the table that gets it.
type foreignKey struct {
	def   *pg.Constraint
	table *catalog.Relation
}

// foreignKeys are those that the statement defines: in CREATE TABLE, ADD COLUMN
// and ADD CONSTRAINT.
func (s *statement) foreignKeys() []foreignKey {
	var found []foreignKey
	add := func(def *pg.Constraint, table *catalog.Relation) {
		if def.GetContype() == pg.ConstrType_CONSTR_FOREIGN {
			found = append(found, foreignKey{def, table})
		}
	}
	for _, c := range s.createdTables() {
		for _, element := range c.stmt.TableElts {
			add(element.GetConstraint(), c.table)
			for _, node := range element.GetColumnDef().GetConstraints() {
				add(node.GetConstraint(), c.table)
			}
		}
	}
	for _, a := range s.actions() {
		add(a.constraint(), a.table)
		for _, node := range a.column().GetConstraints() {
			add(node.GetConstraint(), a.table)
		}
	}
	return found
}

// saysOnDelete tells whether ON DELETE stands in the definition that begins at a
// place: the tree does not tell NO ACTION from nothing.
func (s *statement) saysOnDelete(at source.Span) bool {
	depth := 0
	for i, t := range s.Tokens {
		if t.Start < at.Start {
			continue
		}
		switch word := s.wordAt(i); {
		case word == "(":
			depth++
		case word == ")":
			depth--
		case word == "on" && s.wordAt(i+1) == "delete":
			return true
		}
		if depth < 0 || depth == 0 && s.wordAt(i) == "," {
			return false
		}
	}
	return false
}
