package effects

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// inverse gives the statements that take this one back and leave the catalog as
// it was before, in the order in which they have to run; ok is false where there
// are none that surely do. Rows come back as they were only where the statement
// has touched none but those that go with what the same revision has made.
func (r *run) inverse(node *pgsql.Node) (statements []string, ok bool) {
	switch {
	case r.e.Refused != nil:
		return nil, false
	case len(r.e.Unknown) > 0:
		return r.kept("unknown: %s", r.e.Unknown[0])
	case changesNothing(node):
		return nil, true
	}
	if f := r.lastingCall(node); runsFunctions(node) && f != "" {
		return r.kept("nobody knows how to take back what %s does", f)
	}
	if statements, ok = r.inverseOf(node); !ok && r.why == "" && r.onlyNew(node) {
		return nil, true
	}
	return statements, ok
}

// kept says why a statement has no inverse.
func (r *run) kept(format string, args ...any) ([]string, bool) {
	r.why = fmt.Sprintf(format, args...)
	return nil, false
}

func (r *run) inverseOf(node *pgsql.Node) (statements []string, ok bool) {
	switch n := node.Node.(type) {
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt, *pg.Node_SelectStmt:
		if n, into := node.Node.(*pg.Node_SelectStmt); into && n.SelectStmt.IntoClause != nil {
			return r.inverseOfCreate(false, false)
		}
		return r.inverseOfRows(node)
	case *pg.Node_AlterTableStmt:
		return r.inverseOfAlter(n.AlterTableStmt)
	case *pg.Node_RenameStmt:
		return r.inverseOfRename(n.RenameStmt)
	case *pg.Node_AlterObjectSchemaStmt:
		return r.inverseOfMove(n.AlterObjectSchemaStmt)
	case *pg.Node_IndexStmt:
		switch {
		case n.IndexStmt.Idxname == "" && r.isNewRelation(n.IndexStmt.Relation), n.IndexStmt.IfNotExists && r.Next() == r.mark.Next():
			return nil, true
		case n.IndexStmt.Idxname == "":
			return r.kept("the server has chosen the index's name")
		}
		// A script looks whether a concurrent build was its own.
		return r.inverseOfCreate(n.IndexStmt.Concurrent, n.IndexStmt.IfNotExists && !n.IndexStmt.Concurrent)
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
	case *pg.Node_CreateForeignTableStmt:
		return r.inverseOfCreate(false, n.CreateForeignTableStmt.GetBaseStmt().GetIfNotExists())
	case *pg.Node_ViewStmt:
		return r.inverseOfReplace(n.ViewStmt.Replace)
	case *pg.Node_CreateTrigStmt:
		return r.inverseOfReplace(n.CreateTrigStmt.Replace)
	case *pg.Node_RuleStmt:
		return r.inverseOfReplace(n.RuleStmt.Replace)
	case *pg.Node_CreateFunctionStmt:
		return r.inverseOfReplace(n.CreateFunctionStmt.Replace)
	case *pg.Node_CreatePolicyStmt, *pg.Node_CreateEnumStmt, *pg.Node_CompositeTypeStmt, *pg.Node_CreateRangeStmt,
		*pg.Node_CreateDomainStmt, *pg.Node_CreatePublicationStmt:
		return r.inverseOfCreate(false, false)
	}
	return nil, false
}

// inverseOfReplace is that of a CREATE that may say OR REPLACE.
func (r *run) inverseOfReplace(replace bool) ([]string, bool) {
	statements, ok := r.inverseOfCreate(false, false)
	if ok && replace {
		return r.kept("what it makes may have been there before: it says OR REPLACE")
	}
	return statements, ok
}

// inverseOfCreate drops what was made. Something that was there already has been
// replaced, or left alone by IF NOT EXISTS; that leaves alone, too, what is there
// and the history does not know.
func (r *run) inverseOfCreate(concurrently, ifNotExists bool) ([]string, bool) {
	var drops []string
	for oid := r.Next() - 1; oid >= r.mark.Next(); oid-- {
		o := r.Object(oid)
		if o == nil || r.isPart(o) {
			continue
		}
		h := catalog.HeadOf(o)
		if r.before().Find(h.Class, h.In, h.Name) != nil {
			return nil, false // it has taken the place of another one
		}
		text, ok := r.dropText(o, concurrently)
		if !ok {
			return nil, false
		}
		drops = append(drops, text)
	}
	if ifNotExists && len(drops) > 0 {
		return r.kept("what it makes may have been there before: it says IF NOT EXISTS")
	}
	return drops, len(drops) > 0 || ifNotExists
}

// isPart tells whether a new object goes with another new one.
func (r *run) isPart(o catalog.Object) bool {
	h := catalog.HeadOf(o)
	isNew := func(oid catalog.OID) bool { return oid >= r.mark.Next() && r.Object(oid) != nil }
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
	old := r.before().RangeVar(n.Relation)
	if old == nil && r.RangeVar(n.Relation) == nil {
		return nil, n.MissingOk
	}
	if old == nil || old.Unknown {
		return r.kept("no revision has made %s", pgsql.QuoteIdent(n.Relation.GetRelname()))
	}
	now, ok := r.Object(old.OID).(*catalog.Relation)
	if !ok || !old.Kind.IsTable() {
		return nil, false
	}
	if r.isNew(old.OID) {
		return nil, true // it goes with the table
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
		if cmd.MissingOk {
			return r.kept("the column may have been there before: it says IF NOT EXISTS")
		}
		return []string{"DROP COLUMN " + pgsql.QuoteIdent(name)}, true
	case pg.AlterTableType_AT_AddConstraint:
		return r.inverseOfConstraint(old, now, cmd.GetDef().GetConstraint())
	case pg.AlterTableType_AT_SetNotNull:
		if was := old.Column(cmd.Name); was == nil || was.NotNull {
			return nil, was != nil
		}
		return []string{column + "DROP NOT NULL"}, true
	case pg.AlterTableType_AT_DropNotNull:
		if was := old.Column(cmd.Name); was == nil || !was.NotNull {
			return nil, was != nil
		}
		// From 18 on the constraint has a name, and one of the parser's version
		// cannot say so.
		return []string{column + "SET NOT NULL"}, r.Version < 18 && len(r.Descendants(old.OID)) == 0
	case pg.AlterTableType_AT_ValidateConstraint:
		was, known := r.before().Find(catalog.ClassConstraint, old.OID, cmd.Name).(*catalog.Constraint)
		return nil, known && (was.Validated || r.isNew(was.OID))
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
// a primary key has brought. One that has taken over an index takes that along:
// an inverse only where the same revision has made the index.
func (r *run) inverseOfConstraint(old, now *catalog.Relation, def *pg.Constraint) ([]string, bool) {
	taken := r.before().Find(catalog.ClassRelation, old.In, def.GetIndexname())
	if def.GetIndexname() != "" && (taken == nil || !r.isNew(catalog.HeadOf(taken).OID)) || r.Version >= 18 && def.GetContype() == pg.ConstrType_CONSTR_PRIMARY {
		return nil, false
	}
	if def.GetConname() == "" {
		return r.kept("the server has chosen the constraint's name")
	}
	var actions []string
	for _, k := range r.Constraints(now.OID) {
		if k.OID >= r.mark.Next() && k.Kind != catalog.NotNull && k.Name == def.GetConname() {
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
	d, ok := r.before().Object(was.Default).(*catalog.Default)
	if !ok || d.Expr == nil || d.Expr.Node == nil {
		return nil, false
	}
	if !r.meansTheSame(d) {
		return r.kept("the default of before names what may be another object by now")
	}
	text, err := pgsql.DeparseExpr(d.Expr.Node)
	return []string{column + "SET DEFAULT " + text}, err == nil
}

// meansTheSame tells whether the text of a default stands for what it stood for
// when it was made, whatever has been renamed and whatever the search_path is: it
// names nothing but the server's own functions and types, and no object by a
// string, as nextval does.
func (r *run) meansTheSame(d *catalog.Default) bool {
	for _, ref := range r.before().References(catalog.Address{OID: d.OID}) {
		if ref.Ref.OID != d.In && r.before().Object(ref.Ref.OID) != nil {
			return false
		}
	}
	same := true
	pgsql.Walk(d.Expr.Node, func(message any) bool {
		switch m := message.(type) {
		case *pg.FuncCall:
			schema, name := catalog.Split(m.Funcname)
			same = same && len(r.before().Overloads(schema, name)) == 0 && len(builtin.Functions(name, r.Version)) > 0 &&
				!slices.Contains([]string{"nextval", "currval", "setval", "lastval"}, name)
		case *pg.TypeName:
			schema, name := catalog.Split(m.Names)
			same = same && !strings.HasPrefix(name, "reg") && r.before().Lookup(catalog.ClassType, schema, name) == nil
		case *pg.A_Expr:
			same = same && len(m.Name) == 1
		}
		return same
	})
	return same
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
	if back.Relation != nil {
		rel := r.RangeVar(back.Relation)
		if rel == nil {
			return nil, n.MissingOk
		}
		back.Relation.Schemaname = r.SchemaOf(rel)
	}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_RenameStmt{RenameStmt: back}})
	return []string{text}, err == nil
}

// inverseOfMove puts a relation back into its schema.
func (r *run) inverseOfMove(n *pg.AlterObjectSchemaStmt) ([]string, bool) {
	if n.Relation == nil {
		return nil, false
	}
	old := r.before().RangeVar(n.Relation)
	if old == nil {
		return nil, n.MissingOk
	}
	now, ok := r.Object(old.OID).(*catalog.Relation)
	if !ok || dropKinds[old.Kind] == "" || old.Kind == catalog.CompositeType {
		return nil, false
	}
	return []string{"ALTER " + dropKinds[old.Kind] + " " + r.QualifiedName(now) + " SET SCHEMA " + pgsql.QuoteIdent(r.before().SchemaOf(old))}, true
}
