package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var securityDefinerSearchPath = &Rule{
	ID: "security-definer-search-path", Title: "callers choose what a function with its owner's rights runs",
	Group: GroupSecurity, Severity: Error,
	Peers: []string{"mp MP099"},
	Doc: "A SECURITY DEFINER function runs with the privileges of its owner and, without a search_path of its own, looks " +
		"names up along that of the caller. Whoever may call it puts a table or function of the same name into a schema of " +
		"his own, and has it read or run with the owner's rights. Give the function SET search_path with schemas that only " +
		"trusted roles can create objects in, pg_temp last. Before 15 everybody could create objects in public. A body " +
		"between BEGIN ATOMIC and END has its names looked up once, when it is made, and a body in which all names have a " +
		"schema needs no path.",
	check: func(p *pass, s *statement) {
		d, ok := p.definer(s)
		if !ok || d.sqlBody || s.setsPathLater(d.name) {
			return
		}
		path, set := d.path, d.hasPath
		if !set {
			if d.qualified {
				return
			}
			f := Finding{
				Message: fmt.Sprintf("whoever calls %s chooses which tables and functions its body means, and it runs them with its owner's rights", d.name),
				Help:    "add SET search_path with schemas that only trusted roles can write to, pg_temp last",
			}
			if trusted := p.trustedPath(s); trusted != "" {
				f.Fix = s.with("definer", " SET search_path = "+trusted)
			}
			p.reportAt(s, f)
			return
		}
		for _, schema := range path {
			if schema == catalog.TempSchema {
				return
			}
			if p.writable(schema) {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("everybody can put objects into %s, where %s looks for its names, and have them run with the owner's rights",
						pgsql.QuoteIdent(schema), d.name),
					Help: "SET search_path = pg_catalog, pg_temp and write the schemas in the body, or REVOKE CREATE on the schema from PUBLIC",
				})
				return
			}
		}
	},
}

// definer is a function that a statement makes one with its owner's rights.
type definer struct {
	name    string
	path    []string
	hasPath bool
	// sqlBody holds for BEGIN ATOMIC and RETURN, qualified where all names in
	// the body have a schema.
	sqlBody, qualified bool
}

// definer is the one of a statement; ok is false where there is none.
func (p *pass) definer(s *statement) (d definer, ok bool) {
	if n := s.node().GetCreateFunctionStmt(); n != nil && isSet(n.Options, "security") {
		d = definer{name: spelled(n.Funcname), sqlBody: n.SqlBody != nil}
		d.path, d.hasPath = s.ownPath(n.Options)
		as := option(n.Options, "as").GetArg().GetList().GetItems()
		if len(as) == 1 {
			language := option(n.Options, "language").GetArg().GetString_().GetSval()
			d.qualified = allQualified(language, as[0].GetString_().GetSval(), s.File.Slice(s.Span))
		}
		return d, true
	}
	n := s.node().GetAlterFunctionStmt()
	if n == nil || !isSet(n.Actions, "security") {
		return d, false
	}
	d.name = spelled(n.Func.GetObjname())
	if d.path, d.hasPath = s.ownPath(n.Actions); !d.hasPath {
		d.path, d.hasPath = p.knownPath(s, d.name)
	}
	if f := s.function(n.Func); f != nil {
		d.sqlBody = f.Language == "sql" && f.Body == ""
		whole := "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS " + pgsql.QuoteLiteral(f.Body)
		d.qualified = allQualified(f.Language, f.Body, whole)
	}
	return d, true
}

// isSet tells whether an option of a function is on.
func isSet(options []*pgsql.Node, name string) bool {
	return option(options, name).GetArg().GetBoolean().GetBoolval()
}

// ownPath is what SET search_path among a function's options gives.
func (s *statement) ownPath(options []*pgsql.Node) (path []string, ok bool) {
	for _, node := range options {
		set := node.GetDefElem().GetArg().GetVariableSetStmt()
		if !strings.EqualFold(set.GetName(), "search_path") {
			continue
		}
		switch set.Kind {
		case pg.VariableSetKind_VAR_SET_VALUE:
			path, ok = nil, true
			for _, arg := range set.Args {
				path = append(path, arg.GetAConst().GetSval().GetSval())
			}
		case pg.VariableSetKind_VAR_SET_CURRENT:
			path, ok = s.Before.Session.Path, true
		default:
			path, ok = nil, false
		}
	}
	return path, ok
}

// knownPath is the search_path that some revision has given a function of a name
// when it made or altered it.
func (p *pass) knownPath(s *statement, name string) (path []string, ok bool) {
	p.everyStatement(func(node *pgsql.Node) {
		options := node.GetAlterFunctionStmt().GetActions()
		named := node.GetAlterFunctionStmt().GetFunc().GetObjname()
		if n := node.GetCreateFunctionStmt(); n != nil {
			options, named = n.Options, n.Funcname
		}
		if spelled(named) != name {
			return
		}
		if found, set := s.ownPath(options); set {
			path, ok = found, true
		}
	})
	return path, ok
}

// setsPathLater tells whether the section gives a function a search_path behind
// the statement.
func (s *statement) setsPathLater(name string) bool {
	return slices.ContainsFunc(s.section.statements[s.index+1:], func(other *statement) bool {
		n := other.node().GetAlterFunctionStmt()
		_, ok := other.ownPath(n.GetActions())
		return ok && spelled(n.Func.GetObjname()) == name
	})
}

// writable tells whether everybody can create objects in a schema: public before
// 15, and where some revision says so.
func (p *pass) writable(schema string) bool {
	open := schema == "public" && p.history.TargetVersion < 15
	p.everyStatement(func(node *pgsql.Node) {
		n := node.GetGrantStmt()
		if n.GetObjtype() != pg.ObjectType_OBJECT_SCHEMA || n.Targtype != pg.GrantTargetType_ACL_TARGET_OBJECT {
			return
		}
		create := len(n.Privileges) == 0 || slices.ContainsFunc(n.Privileges, func(node *pgsql.Node) bool {
			return strings.EqualFold(node.GetAccessPriv().GetPrivName(), "create")
		})
		if create && isToAll(n) && slices.Contains(pgsql.Names(n.Objects), schema) {
			open = n.IsGrant
		}
	})
	return open
}

// trustedPath is the search_path of the statement as a function may have it;
// empty where somebody else could write to one of its schemas.
func (p *pass) trustedPath(s *statement) string {
	list := []string{catalog.SystemSchema}
	for _, schema := range s.Before.Session.Path {
		if s.Before.Schema(schema) == nil || schema == catalog.TempSchema {
			continue
		}
		if p.writable(schema) {
			return ""
		}
		list = append(list, schema)
	}
	return names(append(list, catalog.TempSchema))
}
