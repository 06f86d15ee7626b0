package compiler

import (
	"slices"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// makes notes what the statement makes under a name that its author has chosen.
func (w *wants) makes() {
	var names []string
	tolerant := false
	relation := func(n *pg_query.RangeVar) {
		names = append(names, n.GetRelname())
		if n.GetRelpersistence() != "t" {
			w.makesIn(n.GetSchemaname())
		}
	}
	switch s := w.st.node.Node.(type) {
	case *pg_query.Node_CreateExtensionStmt:
		w.Makes = append(w.Makes, Making{Until: w.step, Kind: "extension", Name: s.CreateExtensionStmt.Extname, Tolerant: s.CreateExtensionStmt.IfNotExists})
		return
	case *pg_query.Node_CreateSchemaStmt:
		w.Makes = append(w.Makes, Making{Until: w.step, Kind: "schema", Name: s.CreateSchemaStmt.Schemaname, Tolerant: s.CreateSchemaStmt.IfNotExists})
		return
	case *pg_query.Node_CreateFunctionStmt:
		schema, name := catalog.Split(s.CreateFunctionStmt.Funcname)
		w.makesIn(schema)
		names, tolerant = []string{name}, s.CreateFunctionStmt.Replace
	case *pg_query.Node_CreateEnumStmt:
		names = w.typeName(catalog.Split(s.CreateEnumStmt.TypeName))
	case *pg_query.Node_CreateDomainStmt:
		names = w.typeName(catalog.Split(s.CreateDomainStmt.Domainname))
	case *pg_query.Node_CreateRangeStmt:
		names = w.typeName(catalog.Split(s.CreateRangeStmt.TypeName))
	case *pg_query.Node_CompositeTypeStmt:
		names = w.typeName(s.CompositeTypeStmt.Typevar.GetSchemaname(), s.CompositeTypeStmt.Typevar.GetRelname())
	case *pg_query.Node_CreateStmt:
		relation(s.CreateStmt.Relation)
		tolerant = s.CreateStmt.IfNotExists
	case *pg_query.Node_CreateTableAsStmt:
		relation(s.CreateTableAsStmt.Into.GetRel())
		tolerant = s.CreateTableAsStmt.IfNotExists
	case *pg_query.Node_CreateSeqStmt:
		relation(s.CreateSeqStmt.Sequence)
		tolerant = s.CreateSeqStmt.IfNotExists
	case *pg_query.Node_ViewStmt:
		relation(s.ViewStmt.View)
		tolerant = s.ViewStmt.Replace
	case *pg_query.Node_IndexStmt:
		names, tolerant = []string{s.IndexStmt.Idxname}, s.IndexStmt.IfNotExists
	case *pg_query.Node_AlterTableStmt:
	default:
		return
	}
	names = append(names, w.keys()...)
	for oid := w.st.Before.Next(); oid < w.after.Next(); oid++ {
		w.object(oid, names, tolerant)
	}
}

func (w *wants) typeName(schema, name string) []string {
	w.makesIn(schema)
	return []string{name}
}

// name tells objects apart.
func (m *Making) name() [4]string { return [4]string{m.Kind, m.Schema, m.Name, m.Part} }

// object notes a new one where its author has chosen its name, and where nothing
// of that name is known at the start.
func (w *wants) object(oid catalog.OID, names []string, tolerant bool) {
	o := w.after.Object(oid)
	if o == nil || catalog.HeadOf(o).Origin == 0 {
		return
	}
	m := Making{Until: w.step, Schema: w.after.SchemaOf(o), Tolerant: tolerant}
	there := w.start.Schema(m.Schema)
	switch o := o.(type) {
	case *catalog.Relation:
		if o.Kind == catalog.CompositeType {
			return // its type says the same
		}
		m.Kind, m.Name = "relation", o.Name
	case *catalog.DataType:
		m.Kind, m.Name = "type", o.Name
	case *catalog.Function:
		m.Kind, m.Name, m.Part = "function", o.BareName, w.after.Arguments(o)
	default:
		return
	}
	if !slices.Contains(names, m.Name) || strings.Contains(m.Part, "?") {
		return
	}
	w.made[m.name()]++
	if there == nil || m.Schema == catalog.TempSchema || w.start.Find(catalog.HeadOf(o).Class, there.OID, catalog.HeadOf(o).Name) != nil {
		return
	}
	w.Makes = append(w.Makes, m)
}

// makesIn notes that something is to be made in a schema, or in the first of the
// search_path where that is empty. CREATE there is asked for before the server
// looks whether there is something to replace or to leave alone.
func (w *wants) makesIn(schema string) {
	s := w.after.Copy().CreationSchema()
	if schema != "" {
		s = w.after.Schema(schema)
	} else if w.st.Before.HasForeignPath() {
		return
	}
	if s != nil && w.st.Effects.Refused == nil {
		w.inside(w.after, s.OID)
	}
}

// keys are the names of constraints that are indexes as well.
func (w *wants) keys() []string {
	var names []string
	pgsql.Walk(w.st.node, func(message any) bool {
		if k, ok := message.(*pg_query.Constraint); ok && k.Conname != "" && k.Indexname == "" {
			switch k.Contype {
			case pg_query.ConstrType_CONSTR_PRIMARY, pg_query.ConstrType_CONSTR_UNIQUE, pg_query.ConstrType_CONSTR_EXCLUSION:
				names = append(names, k.Conname)
			}
		}
		return true
	})
	return names
}
