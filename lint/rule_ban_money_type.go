package lint

import "fmt"

var banMoneyType = &Rule{
	ID: "ban-money-type", Title: "money depends on a setting of the server",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "How a money value is written and read, and how many digits stand behind its point, depends on lc_monetary: on a " +
		"server with another setting the same bytes are another amount. It has no currency, and dividing rounds. numeric " +
		"has none of these problems.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "money" {
			return typeVerdict{}
		}
		return typeVerdict{
			message: fmt.Sprintf("%s changes its meaning with the server's lc_monetary setting: on another server it can be another amount", s.label(t)),
			help:    "use numeric with as many digits behind the point as the currency has, and keep the currency beside it",
			to:      "numeric(12,2)",
		}
	}),
}
