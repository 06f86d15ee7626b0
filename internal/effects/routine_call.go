package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// castValue is a cast: to the numbers of objects by their names, and to types
// that leave the text as it is.
func (r *run) castValue(n *pg.TypeCast, s *scope) datum {
	d := r.value(n.Arg, s)
	_, name := catalog.Split(n.GetTypeName().GetNames())
	if len(n.GetTypeName().GetArrayBounds()) > 0 || d.null {
		return datum{null: d.null}
	}
	switch name {
	case "regclass", "regtype", "regnamespace":
		if d.oid != 0 {
			return d
		}
		if found := r.objectNamed("to_"+name, d); !found.null {
			return found
		}
	case "oid", "int4", "int8":
		return d
	case "text", "varchar", "name", "bool", "char", "bpchar", "sql_identifier":
		if d.oid == 0 {
			return d
		}
	}
	return datum{}
}

// callValue is the value that a function gives.
func (r *run) callValue(n *pg.FuncCall, s *scope) datum {
	_, name := catalog.Split(n.Funcname)
	switch name {
	case "current_schema":
		return r.currentSchema()
	case "current_database":
		return thisDatabase
	case "count":
		if s != nil && n.AggStar && n.AggFilter == nil {
			return s.count
		}
		return datum{}
	}
	var args []datum
	for _, arg := range n.Args {
		args = append(args, r.value(arg, s))
	}
	if len(args) == 0 {
		return datum{}
	}
	switch name {
	case "to_regclass", "to_regtype", "to_regnamespace":
		return r.objectNamed(name, args[0])
	case "concat":
		text := ""
		for _, d := range args {
			if d.open() || d.oid != 0 {
				return datum{}
			}
			text += d.text
		}
		return textDatum(text)
	}
	d := args[0]
	if !d.known || d.oid != 0 {
		return datum{null: d.null && name != "quote_nullable" && name != "format"}
	}
	switch name {
	case "lower":
		return textDatum(strings.ToLower(d.text))
	case "quote_ident":
		return textDatum(pgsql.QuoteIdent(d.text))
	case "quote_literal":
		return textDatum(pgsql.QuoteLiteral(d.text))
	case "format":
		return formatted(d.text, args[1:])
	}
	return datum{}
}

// formatted is format() with the plain forms of %s, %I and %L.
func formatted(pattern string, args []datum) datum {
	var text strings.Builder
	for {
		before, rest, more := strings.Cut(pattern, "%")
		text.WriteString(before)
		if !more {
			return textDatum(text.String())
		}
		if strings.HasPrefix(rest, "%") {
			text.WriteByte('%')
			pattern = rest[1:]
			continue
		}
		if rest == "" || len(args) == 0 || !args[0].known || args[0].oid != 0 {
			return datum{}
		}
		switch rest[0] {
		case 's':
			text.WriteString(args[0].text)
		case 'I':
			text.WriteString(pgsql.QuoteIdent(args[0].text))
		case 'L':
			text.WriteString(pgsql.QuoteLiteral(args[0].text))
		default:
			return datum{}
		}
		pattern, args = rest[1:], args[1:]
	}
}

// objectNamed is the object that a text names; NULL where there is none.
func (r *run) objectNamed(function string, d datum) datum {
	if !d.known || d.oid != 0 {
		return datum{null: d.null}
	}
	if function == "to_regnamespace" {
		return r.found(r.namespace(strings.Trim(d.text, `"`)))
	}
	statements, err := ParseOnce("SELECT NULL::" + d.text)
	if err != nil || len(statements) != 1 {
		return datum{}
	}
	var cast *pg.TypeCast
	for _, target := range statements[0].Stmt.GetSelectStmt().GetTargetList() {
		cast = target.GetResTarget().GetVal().GetTypeCast()
	}
	schema, name := catalog.Split(cast.GetTypeName().GetNames())
	switch {
	case cast == nil:
		return datum{}
	case function == "to_regtype":
		t, ok := r.Catalog.ResolveType(cast.TypeName)
		if ok && t.OID == 0 || t.Array {
			return datum{may: func(datum) bool { return true }}
		}
		return r.found(r.Object(t.OID), true)
	case r.IsSystem(schema, name):
		return datum{may: func(datum) bool { return true }}
	}
	return r.found(r.object(r.Catalog.Relation(schema, name)), true)
}

// object is a relation as an object; nil for nil.
func (r *run) object(rel *catalog.Relation) catalog.Object {
	if rel == nil {
		return nil
	}
	return rel
}

// found is the number of an object that was looked up: NULL where there is none
// and could be none.
func (r *run) found(o catalog.Object, complete bool) datum {
	switch {
	case o == nil && (r.Incomplete || !complete):
		return datum{}
	case o == nil:
		return nothing
	case catalog.HeadOf(o).Doubtful:
		return datum{}
	}
	return oidDatum(catalog.HeadOf(o).OID)
}

// namespace is a schema by its name.
func (r *run) namespace(name string) (catalog.Object, bool) {
	s := r.Catalog.Schema(name)
	if s == nil {
		return nil, !isSystemSchema(name)
	}
	return s, true
}

func isSystemSchema(name string) bool {
	return strings.HasPrefix(name, "pg_") || name == "information_schema"
}
