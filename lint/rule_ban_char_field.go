package lint

import "fmt"

var banCharField = &Rule{
	ID: "ban-char-field", Title: "char(n) fills up with blanks",
	Group: GroupStyle, Severity: Warning,
	Peers: []string{"mp MP041"},
	Doc: "char(n) stores every value with blanks up to n characters and ignores blanks at the end when it compares: " +
		"'a' and 'a ' are equal, LIKE and regular expressions see the blanks, and a cast to text drops them. It is neither " +
		"smaller nor faster than varchar or text. The type \"char\", in quotes, is another one and is not meant.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "bpchar" {
			return typeVerdict{}
		}
		v := typeVerdict{
			message: fmt.Sprintf("%s ignores blanks at the end of its values when it compares them", s.label(t)),
			help:    "use text, with a CHECK on the length where one is needed",
			to:      "text",
		}
		if len(t.element.Mods) > 0 {
			v.message = fmt.Sprintf("%s fills every value up with blanks to its length of %d, and ignores them when it compares", s.label(t), t.element.Mods[0])
			v.help = "use varchar, or text with a CHECK on the length"
			v.to = fmt.Sprintf("varchar(%d)", t.element.Mods[0])
		}
		return v
	}),
}
