package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// Relation is the name of a table, view, sequence or index as a statement
// writes it; Schema is empty where it writes none.
type Relation struct{ Schema, Name string }

// tempSchema is the alias of the session's own schema.
const tempSchema = "pg_temp"

// TempTables are the names of the temporary relations that a statement makes:
// tables, views and sequences declared TEMP or put into pg_temp, and the target
// of SELECT INTO TEMP.
func TempTables(node *pgsql.Node) []string {
	var made *pg.RangeVar
	switch n := node.GetNode().(type) {
	case *pg.Node_CreateStmt:
		made = n.CreateStmt.Relation
	case *pg.Node_ViewStmt:
		made = n.ViewStmt.View
	case *pg.Node_CreateSeqStmt:
		made = n.CreateSeqStmt.Sequence
	case *pg.Node_CreateTableAsStmt:
		made = n.CreateTableAsStmt.GetInto().GetRel()
	case *pg.Node_SelectStmt:
		made = intoClause(n.SelectStmt).GetRel()
	case *pg.Node_CreateForeignTableStmt:
		made = n.CreateForeignTableStmt.GetBaseStmt().GetRelation()
	}
	if made.GetRelpersistence() == "t" || made.GetSchemaname() == tempSchema {
		return []string{made.Relname}
	}
	return nil
}

// Relations are the relations that a statement names, each once, in the order
// of the tree. The name of a common table expression is none, except as the
// target of INSERT, UPDATE, DELETE and MERGE. Names inside strings, such as the
// argument of nextval or the body of a function, are not seen.
func Relations(node *pgsql.Node) []Relation {
	r := relations{
		common: map[string]bool{}, targets: map[*pg.RangeVar]bool{}, seen: map[Relation]bool{},
	}
	pgsql.Walk(node, r.collectCommon)
	pgsql.Walk(node, r.visit)
	return r.found
}

type relations struct {
	common  map[string]bool
	targets map[*pg.RangeVar]bool
	seen    map[Relation]bool
	found   []Relation
}

func (r *relations) collectCommon(message any) bool {
	switch m := message.(type) {
	case *pg.CommonTableExpr:
		r.common[m.Ctename] = true
	case *pg.InsertStmt:
		r.targets[m.Relation] = true
	case *pg.UpdateStmt:
		r.targets[m.Relation] = true
	case *pg.DeleteStmt:
		r.targets[m.Relation] = true
	case *pg.MergeStmt:
		r.targets[m.Relation] = true
	}
	return true
}

func (r *relations) visit(message any) bool {
	switch m := message.(type) {
	case *pg.RangeVar:
		if m.Schemaname != "" || !r.common[m.Relname] || r.targets[m] {
			r.add(Relation{m.Schemaname, m.Relname})
		}
	case *pg.DropStmt:
		for _, object := range m.Objects {
			r.addObject(m.RemoveType, object)
		}
	case *pg.CommentStmt:
		r.addObject(m.Objtype, m.Object)
	case *pg.SecLabelStmt:
		r.addObject(m.Objtype, m.Object)
	case *pg.AlterExtensionContentsStmt:
		r.addObject(m.Objtype, m.Object)
	case *pg.DefElem:
		if m.Defname == "owned_by" {
			r.addObject(pg.ObjectType_OBJECT_COLUMN, m.Arg)
		}
	}
	return true
}

// addObject adds the relation in the qualified name of an object: the object
// itself, or what a column, trigger, rule, policy or constraint belongs to.
func (r *relations) addObject(kind pg.ObjectType, object *pgsql.Node) {
	parts := pgsql.Names(object.GetList().GetItems())
	switch kind {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW,
		pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_INDEX, pg.ObjectType_OBJECT_FOREIGN_TABLE:
	case pg.ObjectType_OBJECT_COLUMN, pg.ObjectType_OBJECT_TRIGGER, pg.ObjectType_OBJECT_RULE,
		pg.ObjectType_OBJECT_POLICY, pg.ObjectType_OBJECT_TABCONSTRAINT:
		parts = parts[:max(len(parts)-1, 0)]
	default:
		return
	}
	switch n := len(parts); n {
	case 0:
	case 1:
		r.add(Relation{Name: parts[0]})
	default:
		r.add(Relation{parts[n-2], parts[n-1]})
	}
}

func (r *relations) add(relation Relation) {
	if !r.seen[relation] {
		r.seen[relation] = true
		r.found = append(r.found, relation)
	}
}
