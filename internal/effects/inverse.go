package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// inverse gives the statements that take this one back and leave the catalog as
// it was before, in the order in which they have to run; ok is false where there
// are none that surely do. Data come back as they were only if the statement has
// touched none, so statements about rows have no inverse.
func (r *run) inverse(node *pgsql.Node) (statements []string, ok bool) {
	if r.e.Refused != nil || len(r.e.Unknown) > 0 {
		return nil, false
	}
	switch n := node.Node.(type) {
	case *pg.Node_AlterTableStmt:
		return r.inverseOfAlter(n.AlterTableStmt)
	case *pg.Node_RenameStmt:
		return r.inverseOfRename(n.RenameStmt)
	case *pg.Node_IndexStmt:
		return r.inverseOfCreate(n.IndexStmt.Concurrent, n.IndexStmt.IfNotExists)
	case *pg.Node_CreateStmt:
		return r.inverseOfCreate(false, n.CreateStmt.IfNotExists)
	case *pg.Node_CreateTableAsStmt:
		return r.inverseOfCreate(false, n.CreateTableAsStmt.IfNotExists)
	case *pg.Node_CreateSeqStmt:
		return r.inverseOfCreate(false, n.CreateSeqStmt.IfNotExists)
	case *pg.Node_CreateSchemaStmt:
		return r.inverseOfCreate(false, n.CreateSchemaStmt.IfNotExists)
	case *pg.Node_CreateExtensionStmt:
		return r.inverseOfCreate(false, n.CreateExtensionStmt.IfNotExists)
	case *pg.Node_CreateStatsStmt:
		return r.inverseOfCreate(false, n.CreateStatsStmt.IfNotExists)
	case *pg.Node_ViewStmt, *pg.Node_CreateTrigStmt, *pg.Node_CreatePolicyStmt, *pg.Node_RuleStmt,
		*pg.Node_CreateFunctionStmt, *pg.Node_CreateEnumStmt, *pg.Node_CompositeTypeStmt, *pg.Node_CreateRangeStmt,
		*pg.Node_CreateDomainStmt, *pg.Node_CreatePublicationStmt, *pg.Node_CreateForeignTableStmt:
		return r.inverseOfCreate(false, false)
	}
	return nil, false
}

// inverseOfCreate drops what was made. Something that was there already has been
// replaced, or left alone by IF NOT EXISTS: then nothing is to be taken back.
func (r *run) inverseOfCreate(concurrently, ifNotExists bool) ([]string, bool) {
	var drops []string
	for oid := r.Next() - 1; oid >= r.before.Next(); oid-- {
		o := r.Object(oid)
		if o == nil || r.isPart(o) {
			continue
		}
		h := catalog.HeadOf(o)
		if r.before.Find(h.Class, h.In, h.Name) != nil {
			return nil, false // it has taken the place of another one
		}
		text, ok := r.dropText(o, concurrently)
		if !ok {
			return nil, false
		}
		drops = append(drops, text)
	}
	return drops, len(drops) > 0 || ifNotExists
}

// isPart tells whether a new object goes with another new one.
func (r *run) isPart(o catalog.Object) bool {
	h := catalog.HeadOf(o)
	isNew := func(oid catalog.OID) bool { return oid >= r.before.Next() && r.Object(oid) != nil }
	if _, inSchema := r.Object(h.In).(*catalog.Schema); h.In != 0 && isNew(h.In) && !inSchema {
		return true
	}
	if h.Class == catalog.ClassDefault || h.Class == catalog.ClassSchema && h.Name == catalog.TempSchema {
		return true
	}
	return slices.ContainsFunc(r.References(catalog.Address{OID: h.OID}), func(d catalog.Dependency) bool {
		return d.Kind != catalog.Normal && d.Ref.OID != h.OID && isNew(d.Ref.OID)
	})
}

var dropKinds = map[catalog.Kind]string{
	catalog.Table: "TABLE", catalog.Partitioned: "TABLE", catalog.ForeignTable: "FOREIGN TABLE", catalog.View: "VIEW",
	catalog.MaterializedView: "MATERIALIZED VIEW", catalog.Sequence: "SEQUENCE", catalog.Index: "INDEX",
	catalog.PartitionedIndex: "INDEX", catalog.CompositeType: "TYPE",
}

// dropText is the statement that drops an object.
func (r *run) dropText(o catalog.Object, concurrently bool) (string, bool) {
	name, owner := r.QualifiedName(o), ""
	if rel, ok := r.Object(catalog.HeadOf(o).In).(*catalog.Relation); ok {
		owner = " ON " + r.QualifiedName(rel)
	}
	switch o := o.(type) {
	case *catalog.Relation:
		kind := dropKinds[o.Kind]
		if concurrently && o.Kind == catalog.Index {
			kind += " CONCURRENTLY"
		}
		return "DROP " + kind + " " + name, kind != ""
	case *catalog.Schema:
		return "DROP SCHEMA " + name, true
	case *catalog.DataType:
		if o.Kind == 'd' {
			return "DROP DOMAIN " + name, true
		}
		return "DROP TYPE " + name, true
	case *catalog.Trigger:
		return "DROP TRIGGER " + name + owner, true
	case *catalog.Other:
		switch o.Class {
		case catalog.ClassPolicy:
			return "DROP POLICY " + name + owner, true
		case catalog.ClassRule:
			return "DROP RULE " + name + owner, true
		case catalog.ClassStatistics:
			return "DROP STATISTICS " + name, true
		case catalog.ClassExtension:
			return "DROP EXTENSION " + name, true
		case catalog.ClassPublication:
			return "DROP PUBLICATION " + name, true
		}
	case *catalog.Function:
		return r.dropFunction(o)
	}
	return "", false
}

var functionKinds = map[byte]string{'f': "FUNCTION", 'w': "FUNCTION", 'p': "PROCEDURE", 'a': "AGGREGATE"}

func (r *run) dropFunction(f *catalog.Function) (string, bool) {
	text := "DROP " + functionKinds[f.Kind] + " " + r.QualifiedName(f) + "("
	for i, argument := range f.Arguments {
		if argument.Unknown() {
			return "", false
		}
		if i > 0 {
			text += ", "
		}
		text += r.FormatType(argument)
	}
	return text + ")", functionKinds[f.Kind] != "" && f.Kind != 'a'
}

// inverseOfAlter takes back each action, the last one first.
func (r *run) inverseOfAlter(n *pg.AlterTableStmt) ([]string, bool) {
	old := r.before.RangeVar(n.Relation)
	if old == nil {
		return nil, n.MissingOk
	}
	now, ok := r.Object(old.OID).(*catalog.Relation)
	if !ok || !old.Kind.IsTable() {
		return nil, false
	}
	var statements []string
	for i := len(n.Cmds) - 1; i >= 0; i-- {
		actions, ok := r.inverseOfAction(old, now, n.Cmds[i].GetAlterTableCmd())
		if !ok {
			return nil, false
		}
		for _, action := range actions {
			statements = append(statements, "ALTER TABLE "+r.QualifiedName(now)+" "+action)
		}
	}
	return statements, true
}

// inverseOfAction takes back one action; nothing where it has changed nothing.
func (r *run) inverseOfAction(old, now *catalog.Relation, cmd *pg.AlterTableCmd) ([]string, bool) {
	column := "ALTER COLUMN " + pgsql.QuoteIdent(cmd.GetName()) + " "
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AddColumn:
		name := cmd.GetDef().GetColumnDef().GetColname()
		if old.Column(name) != nil {
			return nil, true
		}
		return []string{"DROP COLUMN " + pgsql.QuoteIdent(name)}, true
	case pg.AlterTableType_AT_AddConstraint:
		return r.inverseOfConstraint(old, now, cmd.GetDef().GetConstraint())
	case pg.AlterTableType_AT_SetNotNull:
		if was := old.Column(cmd.Name); was == nil || was.NotNull {
			return nil, was != nil
		}
		return []string{column + "DROP NOT NULL"}, true
	case pg.AlterTableType_AT_ColumnDefault:
		return r.inverseOfDefault(old.Column(cmd.Name), column)
	case pg.AlterTableType_AT_EnableRowSecurity, pg.AlterTableType_AT_DisableRowSecurity:
		return onOff(old.RowSecurity, now.RowSecurity, "ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"), true
	case pg.AlterTableType_AT_ForceRowSecurity, pg.AlterTableType_AT_NoForceRowSecurity:
		return onOff(old.ForceRowSecurity, now.ForceRowSecurity, "FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"), true
	}
	return nil, false
}

func onOff(was, is bool, on, off string) []string {
	switch {
	case was == is:
		return nil
	case was:
		return []string{on}
	}
	return []string{off}
}

// inverseOfConstraint drops the constraint that was added, and the NOT NULL that
// a primary key has brought. One that has taken over an index would take that
// along.
func (r *run) inverseOfConstraint(old, now *catalog.Relation, def *pg.Constraint) ([]string, bool) {
	if def.GetIndexname() != "" || r.Version >= 18 && def.GetContype() == pg.ConstrType_CONSTR_PRIMARY {
		return nil, false
	}
	var actions []string
	for _, k := range r.Constraints(now.OID) {
		fits := def.GetConname() == "" || k.Name == def.GetConname()
		if k.OID >= r.before.Next() && k.Kind != catalog.NotNull && fits {
			actions = append(actions, "DROP CONSTRAINT "+pgsql.QuoteIdent(k.Name))
		}
	}
	if len(actions) != 1 {
		return nil, false
	}
	for i, col := range now.Columns {
		if i < len(old.Columns) && col.NotNull && !old.Columns[i].NotNull {
			actions = append(actions, "ALTER COLUMN "+pgsql.QuoteIdent(col.Name)+" DROP NOT NULL")
		}
	}
	return actions, true
}

// inverseOfDefault sets the default that was there before.
func (r *run) inverseOfDefault(was *catalog.Column, column string) ([]string, bool) {
	if was == nil || was.Generated != 0 || was.Identity != 0 {
		return nil, false
	}
	if was.Default == 0 {
		return []string{column + "DROP DEFAULT"}, true
	}
	d, ok := r.before.Object(was.Default).(*catalog.Default)
	if !ok || d.Expr == nil || d.Expr.Node == nil {
		return nil, false
	}
	text, err := pgsql.DeparseExpr(d.Expr.Node)
	return []string{column + "SET DEFAULT " + text}, err == nil
}

// inverseOfRename names a relation, column or constraint as before.
func (r *run) inverseOfRename(n *pg.RenameStmt) ([]string, bool) {
	back := proto.Clone(n).(*pg.RenameStmt)
	switch n.RenameType {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_INDEX,
		pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_FOREIGN_TABLE:
		back.Relation.Relname, back.Newname = n.Newname, n.Relation.GetRelname()
	case pg.ObjectType_OBJECT_COLUMN, pg.ObjectType_OBJECT_TABCONSTRAINT, pg.ObjectType_OBJECT_SCHEMA,
		pg.ObjectType_OBJECT_TRIGGER, pg.ObjectType_OBJECT_POLICY, pg.ObjectType_OBJECT_RULE:
		back.Subname, back.Newname = n.Newname, n.Subname
	default:
		return nil, false
	}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_RenameStmt{RenameStmt: back}})
	return []string{text}, err == nil
}
