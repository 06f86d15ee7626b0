package lint

import "fmt"

var preferTimestampTZ = &Rule{
	ID: "prefer-timestamp-tz", Title: "a time that does not say in which zone",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Peers: []string{"squawk prefer-timestamptz", "mp MP040"},
	Doc: "A timestamp without time zone is what a clock on some wall shows. Sessions with different TimeZone settings write " +
		"different moments as the same value, and the hour that repeats when summer time ends cannot be told apart. " +
		"timestamptz has the same size and is a moment; each session sees it in its own zone.",
	check: checkTypes(func(_ *pass, s *statement, t typing) typeVerdict {
		if t.element.Name != "timestamp" {
			return typeVerdict{}
		}
		to := "timestamptz"
		if len(t.element.Mods) > 0 {
			to = fmt.Sprintf("timestamptz(%d)", t.element.Mods[0])
		}
		return typeVerdict{
			message: fmt.Sprintf("%s forgets the time zone: clients in different zones will write different moments as the same value", s.label(t)),
			help:    "use timestamptz, which has the same size",
			to:      to,
		}
	}),
}
