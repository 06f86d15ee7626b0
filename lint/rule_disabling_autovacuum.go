package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var disablingAutovacuum = &Rule{
	ID: "disabling-autovacuum", Title: "a table is left without autovacuum",
	Group: GroupData, Severity: Warning,
	Peers: []string{"mp MP066"},
	Doc: "Without autovacuum the space of dead rows is not used again, and the table grows with each UPDATE and DELETE; " +
		"nor is it analyzed, so that plans go wrong. What it puts off comes at once, as a vacuum against wraparound that " +
		"nothing can turn off. Lower the scale factors or the cost delay instead; after a bulk load turn it on again.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			if a.cmd.Subtype != pg.AlterTableType_AT_SetRelOptions || a.table.Persistence == catalog.Temporary {
				continue
			}
			before, after := a.table, s.after().Object(a.table.OID)
			at, _ := after.(*catalog.Relation)
			end, _ := p.end(s).Object(a.table.OID).(*catalog.Relation)
			for _, name := range []string{"autovacuum_enabled", "toast.autovacuum_enabled"} {
				if end == nil || at == nil || !sets(a.cmd, name) || isOff(before.Options[name]) || !isOff(at.Options[name]) || !isOff(end.Options[name]) {
					continue
				}
				p.reportAt(s, Finding{
					Span:    a.span,
					Message: fmt.Sprintf("%s is no longer vacuumed and analyzed: it grows, and its plans go wrong", s.name(a.table)),
					Help:    "tune autovacuum_vacuum_scale_factor or the cost delay, or turn it on again behind the bulk load",
				})
			}
		}
	},
}

// sets tells whether SET (…) has a storage parameter among its own.
func sets(cmd *pg.AlterTableCmd, name string) bool {
	for _, node := range cmd.GetDef().GetList().GetItems() {
		d := node.GetDefElem()
		if d.GetDefnamespace() == "" && d.GetDefname() == name || d.GetDefnamespace()+"."+d.GetDefname() == name {
			return true
		}
	}
	return false
}

// isOff tells whether the value of a storage parameter means false, which can be
// cut short as long as it is clear what is meant.
func isOff(value string) bool {
	v := strings.ToLower(strings.TrimSpace(value))
	return v == "0" || v != "" && (strings.HasPrefix("false", v) || strings.HasPrefix("no", v)) || v == "of" || v == "off"
}
