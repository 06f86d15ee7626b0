package lint

import "fmt"

var preferBigintOverSmallint = &Rule{
	ID: "prefer-bigint-over-smallint", Title: "a column of type smallint is full at 32,767",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "A smallint has two bytes, and the first row with a number above 32,767 is refused. Widening the column then means " +
		"rewriting the table while nobody can use it. What a smallint saves is mostly lost again to the padding in front of " +
		"the next column.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "int2" {
			return typeVerdict{}
		}
		return typeVerdict{
			message: fmt.Sprintf("%s cannot hold a number above 32767: the first larger one will be refused", s.label(t)),
			help:    "use bigint: widening the column later rewrites the whole table",
			to:      t.wide(),
		}
	}),
}
