package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var extensionVersionChange = &Rule{
	ID: "extension-version-change", Title: "an extension's version is not the script's to know",
	Group: GroupCompatibility, Severity: Notice,
	Peers: []string{"pg-schema-diff UPGRADING_EXTENSION_VERSION", "mp MP078"},
	Doc: "ALTER EXTENSION UPDATE runs a script of the extension's own, which takes its own locks, can drop and change " +
		"functions, and gives whatever version the server has files for: each database may end with another one. There is " +
		"no way back but a downgrade script. DROP EXTENSION takes its functions and types from all who use them. With " +
		"extension_versions in the configuration, CREATE EXTENSION has to name a version too.",
	check: func(p *pass, s *statement) {
		switch n := s.node().GetNode().(type) {
		case *pg.Node_AlterExtensionStmt:
			p.updatesExtension(s, n.AlterExtensionStmt)
		case *pg.Node_CreateExtensionStmt:
			p.createsExtension(s, n.CreateExtensionStmt)
		case *pg.Node_DropStmt:
			if n.DropStmt.RemoveType == pg.ObjectType_OBJECT_EXTENSION {
				p.dropsExtensions(s, n.DropStmt)
			}
		}
	},
}

func (p *pass) updatesExtension(s *statement, n *pg.AlterExtensionStmt) {
	if p.isNew(s, s.Before.Find(catalog.ClassExtension, 0, n.Extname)) {
		return
	}
	name := pgsql.QuoteIdent(n.Extname)
	f := Finding{
		Message: fmt.Sprintf("%s runs an update script of its own, which locks and changes what this history cannot show", name),
		Help:    "read the release notes, try it on a copy, and tell those who use its functions",
	}
	if len(n.Options) == 0 {
		f.Message += "; which version it leads to depends on the server"
		f.Help = "name the version with TO, read its release notes, and try it on a copy"
	}
	p.reportAt(s, f)
}

func (p *pass) createsExtension(s *statement, n *pg.CreateExtensionStmt) {
	if !p.in.Config.ExtensionVersions || hasOption(n.Options, "new_version") || s.Before.Find(catalog.ClassExtension, 0, n.Extname) != nil {
		return
	}
	p.reportAt(s, Finding{
		Message: fmt.Sprintf("which version of %s is installed depends on the server: databases can end with different ones", pgsql.QuoteIdent(n.Extname)),
		Help:    "name the version with VERSION",
	})
}

func (p *pass) dropsExtensions(s *statement, n *pg.DropStmt) {
	for _, object := range n.Objects {
		o := s.namedObject(n.RemoveType, object)
		if p.isNew(s, o.object) || o.object == nil && (n.MissingOk && !s.Before.Incomplete || s.Effects.Refused != nil) {
			continue
		}
		p.reportAt(s, Finding{
			Severity: Warning,
			Message:  fmt.Sprintf("the functions, types and operators of %s are gone for everybody who uses them", o.name),
			Help:     "make sure that no running code and no other schema of the database uses it",
		})
	}
}

// hasOption tells whether a list of options has one with a name.
func hasOption(options []*pgsql.Node, name string) bool { return option(options, name) != nil }

// option is the last one with a name in a list, which is the one that holds.
func option(options []*pgsql.Node, name string) *pg.DefElem {
	var found *pg.DefElem
	for _, node := range options {
		if def := node.GetDefElem(); def.GetDefname() == name {
			found = def
		}
	}
	return found
}
