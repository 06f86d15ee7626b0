package lint

import "fmt"

var preferTextField = &Rule{
	ID: "prefer-text-field", Title: "a length that is part of the type",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Peers: []string{"mp MP037"},
	Doc: "varchar(n) and text are stored alike and are equally fast. A limit in the type can be raised at once, but lowering " +
		"it rewrites the table while nobody can use it. With text the limit, where one is needed, is a CHECK, which can be " +
		"added NOT VALID and validated while reads and writes go on.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "varchar" || len(t.element.Mods) == 0 {
			return typeVerdict{}
		}
		return typeVerdict{
			message: fmt.Sprintf("%s refuses values of more than %d characters, and that limit cannot be lowered without rewriting the table",
				s.label(t), t.element.Mods[0]),
			help: "use text, with a CHECK on the length where one is needed",
			to:   "text",
		}
	}),
}
