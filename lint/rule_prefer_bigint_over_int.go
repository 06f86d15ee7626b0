package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var preferBigintOverInt = &Rule{
	ID: "prefer-bigint-over-int", Title: "a column of type int is full at 2,147,483,647",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "An int has four bytes, and the first row with a number above 2,147,483,647 is refused. Widening the column then " +
		"means rewriting the table while nobody can use it. A bigint costs four bytes more a row, and often none for the " +
		"padding around it.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "int4" {
			return typeVerdict{}
		}
		return typeVerdict{
			message: fmt.Sprintf("%s cannot hold a number above 2147483647: the first larger one will be refused", s.label(t)),
			help:    "use bigint: widening the column later rewrites the whole table",
			to:      t.wide(),
		}
	}),
}

// wide is the type of eight bytes for a column that has a narrower one.
func (t typing) wide() string {
	if t.serial {
		return "bigserial"
	}
	return "bigint"
}

// isNarrow holds for the whole numbers that a busy table can use up.
func isNarrow(t catalog.Type) bool { return t.Name == "int4" || t.Name == "int2" }
