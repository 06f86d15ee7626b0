package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var forbiddenTypes = &Rule{
	ID: "forbidden-types", Title: "a type that the configuration forbids",
	Group: GroupStyle, Severity: Warning, OptIn: true,
	Doc: "The configuration lists types that this project does not want in its tables. They are compared as the server " +
		"understands them, so that int, integer and pg_catalog.int4 are one; one with a length, such as varchar(255), means " +
		"that length alone. A domain over a forbidden type counts as the type.",
	check: checkTypes(func(p *pass, s *statement, t typing) typeVerdict {
		for _, name := range p.in.Config.ForbiddenTypes {
			if s.isOfType(t, name) {
				return typeVerdict{
					message: fmt.Sprintf("%s has the type %s, which this project does not allow", s.label(t), name),
					help:    "choose another type; `forbidden_types` in the configuration has the list",
				}
			}
		}
		return typeVerdict{}
	}),
}

// isOfType tells whether a column's type, or what it is an array of or a domain
// over, is the one that a name means where the statement stands.
func (s *statement) isOfType(t typing, name string) bool {
	trees, err := pgsql.Parse("SELECT NULL::" + name)
	if err != nil || len(trees) != 1 {
		return false
	}
	written := trees[0].Stmt.GetSelectStmt().GetTargetList()[0].GetResTarget().GetVal().GetTypeCast().GetTypeName()
	if names := pgsql.Names(written.GetNames()); len(names) == 1 && serialTypes[names[0]] {
		return t.serial && pgsql.Names(t.written.Names)[0] == names[0]
	}
	want, ok := s.after().ResolveType(written)
	if !ok {
		return false
	}
	for _, have := range []catalog.Type{t.column.Type, t.column.Type.Element(), t.element} {
		if have.Same(want) || have.Is(want) && !strings.Contains(name, "(") {
			return true
		}
	}
	return false
}
