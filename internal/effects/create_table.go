package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createTable is CREATE TABLE in all its forms but AS. The new table is nobody
// else's yet; parents, the default partition, referenced tables and those of LIKE
// are locked (PostgreSQL 16, section "CREATE TABLE").
func (r *run) createTable(n *pg.CreateStmt) {
	r.e.Section = "CREATE TABLE"
	kind := catalog.Table
	if n.Partspec != nil {
		kind = catalog.Partitioned
	}
	r.defineTable(n, kind)
}

// createForeignTable is CREATE FOREIGN TABLE: a table without keys, on a server.
func (r *run) createForeignTable(n *pg.CreateForeignTableStmt) {
	r.e.Section = "CREATE FOREIGN TABLE"
	table := r.defineTable(n.BaseStmt, catalog.ForeignTable)
	if table == nil {
		return
	}
	if server := r.Find(catalog.ClassServer, 0, n.Servername); server != nil {
		r.Depend(catalog.Address{OID: table.OID}, catalog.Normal, catalog.Address{OID: catalog.HeadOf(server).OID})
	}
}

// creation is a CREATE TABLE at work.
type creation struct {
	*run
	n *pg.CreateStmt
	// table is where the table is stored; draft what is known of it before.
	table catalog.OID
	draft *catalog.Relation
	// columns are those of the type and the parents first; own are what the
	// statement says itself, to be merged into them.
	columns, own []*newColumn
	parents      []*catalog.Relation
	constraints  []*pg.Constraint
	likes        []like
}

// defineTable is transformCreateStmt (parse_utilcmd.c) and DefineRelation
// (tablecmds.c), and the statements that the first puts behind the second. It is
// nil where IF NOT EXISTS finds the name.
func (r *run) defineTable(n *pg.CreateStmt, kind catalog.Kind) *catalog.Relation {
	schema, persistence := r.creationPlace(n.Relation)
	if r.nameTaken(schema, n.Relation.Relname, n.IfNotExists) {
		return nil
	}
	c := &creation{run: r, n: n, draft: &catalog.Relation{
		Head: head(catalog.ClassRelation, schema, n.Relation.Relname), Kind: kind, Persistence: persistence,
		AccessMethod: n.AccessMethod, Tablespace: n.Tablespacename, Options: parameters(n.Options),
	}}
	c.check()
	c.ofType()
	c.elements()
	c.inheritColumns()
	c.mergeOwn()
	c.refuseConflicts()
	c.store()
	c.partitionOf()
	c.storeDefaults()
	c.partitionBy()
	c.clonePartition()
	c.checks()
	c.notNulls()
	c.keys()
	c.finishLikes()
	c.foreignKeys()
	return r.mustRelation(c.table)
}

// nameTaken refuses a name that a relation or type of the schema has; with IF
// NOT EXISTS a relation of the name is enough.
func (r *run) nameTaken(schema catalog.OID, name string, ifNotExists bool) bool {
	if r.Find(catalog.ClassRelation, schema, name) != nil {
		if !ifNotExists {
			r.refuse("42P07", "relation %q already exists", name)
		}
		return true
	}
	if r.Find(catalog.ClassType, schema, name) != nil {
		r.refuse("42710", "type %q already exists", name)
	}
	if ifNotExists && r.Incomplete {
		r.unknown("whether %s exists already", pgsql.QuoteIdent(name))
	}
	return false
}

// check refuses what cannot go together (DefineRelation).
func (c *creation) check() {
	if c.n.Oncommit > pg.OnCommitAction_ONCOMMIT_NOOP && c.draft.Persistence != catalog.Temporary {
		c.refuse("42P16", "ON COMMIT can only be used on temporary tables")
	}
	if c.n.Partspec == nil {
		return
	}
	if len(c.n.InhRelations) > 0 && c.n.Partbound == nil {
		c.refuse("42P16", "cannot create partitioned table as inheritance child")
	}
	if c.draft.Persistence == catalog.Unlogged && c.Version >= 18 {
		c.refuse("0A000", "partitioned tables cannot be unlogged")
	}
}

// ofType takes the columns of a typed table from its type.
func (c *creation) ofType() {
	if c.n.OfTypename == nil {
		return
	}
	t := c.typeNamed(c.n.OfTypename)
	c.draft.OfType = t.OID
	rows, _ := c.Object(c.rowsOf(t.OID)).(*catalog.Relation)
	d := c.DataType(t)
	if rows == nil && d != nil && d.Kind == 0 {
		c.draft.Unknown = true
		return
	}
	if rows == nil || rows.Kind != catalog.CompositeType {
		c.refuse("42809", "type %s is not a composite type", c.FormatType(t))
	}
	for _, col := range rows.Live() {
		c.columns = append(c.columns, &newColumn{Column: catalog.Column{
			Name: col.Name, Type: col.Type, Collation: col.Collation, CollationOID: col.CollationOID, Local: true,
		}})
	}
}

// elements goes through what stands in the parentheses.
func (c *creation) elements() {
	c.own = make([]*newColumn, 0, len(c.n.TableElts))
	for _, node := range c.n.TableElts {
		switch n := node.Node.(type) {
		case *pg.Node_ColumnDef:
			col := c.transformColumn(c.draft, n.ColumnDef)
			c.own = append(c.own, col)
			c.constraints = append(c.constraints, col.constraints...)
		case *pg.Node_Constraint:
			c.constraints = append(c.constraints, n.Constraint)
		case *pg.Node_TableLikeClause:
			c.likeColumns(n.TableLikeClause)
		}
	}
	for _, node := range c.n.Constraints {
		if n := node.GetConstraint(); n != nil {
			c.constraints = append(c.constraints, n)
		}
	}
}

// mergeOwn merges the statement's own columns into those that a type or parents
// give (MergeAttributes, tablecmds.c).
func (c *creation) mergeOwn() {
	c.columns = slices.Grow(c.columns, len(c.own))
	for _, own := range c.own {
		given := c.find(own.Name)
		switch {
		case given == nil && own.fromType:
			if !c.draft.Unknown && !c.unknownParent() {
				c.refuse("42703", "column %q does not exist", own.Name)
			}
			c.columns = append(c.columns, own)
		case given == nil:
			c.columns = append(c.columns, own)
		case !own.fromType && given.Inherited == 0:
			c.refuse("42701", "column %q specified more than once", own.Name)
		default:
			c.mergeInto(given, own)
		}
	}
}

func (c *creation) find(name string) *newColumn {
	for _, col := range c.columns {
		if col.Name == name {
			return col
		}
	}
	return nil
}

func (c *creation) unknownParent() bool {
	for _, parent := range c.parents {
		if parent.Unknown {
			return true
		}
	}
	return false
}

// store stores the table with its bare columns.
func (c *creation) store() {
	c.draft.Columns = make([]*catalog.Column, 0, len(c.columns))
	room := make([]catalog.Column, len(c.columns))
	for i, col := range c.columns {
		bare := &room[i]
		c.addBare(c.draft, col, bare)
		col.Num, bare.NotNull = bare.Num, col.notNull // notNulls makes the constraint
	}
	c.table = made(c.run, c.draft).OID
	for _, col := range c.draft.Columns {
		c.dependColumn(c.draft, col)
	}
	if c.n.Oncommit == pg.OnCommitAction_ONCOMMIT_DROP {
		c.DropOnCommit(c.table)
	}
	if c.draft.OfType != 0 {
		c.Depend(catalog.Address{OID: c.table}, catalog.Normal, catalog.Address{OID: c.draft.OfType})
	}
}

// storeDefaults stores the defaults once all columns are there: an expression of
// a generated column may name later ones.
func (c *creation) storeDefaults() {
	c.fresh, c.freshFrom = c.draft, 1
	for _, col := range c.columns {
		if col.sequence != 0 {
			c.ownNewSequence(col.sequence, c.table, col.Num, col.Identity != 0)
		}
		c.storeColumnDefault(c.table, col.Num, col)
	}
	c.fresh = nil
}

// notNulls sets NOT NULL, with the constraints of that from 18 on.
func (c *creation) notNulls() {
	for _, col := range c.columns {
		if col.notNull {
			c.setNotNull(c.table, col.Num, col.notNullName, nil)
			c.inheritNotNull(c.table, col.Num, col.notNullParents, col.notNullLocal || col.notNullParents == 0)
		}
	}
	for _, n := range c.constraints {
		if n.Contype == pg.ConstrType_CONSTR_NOTNULL {
			c.addConstraint(c.table, n, nil)
		}
	}
}

// checks adds the CHECK constraints: those of the parents, then the statement's.
func (c *creation) checks() {
	c.inheritChecks()
	for _, n := range c.constraints {
		if n.Contype == pg.ConstrType_CONSTR_CHECK {
			c.addConstraint(c.table, n, nil)
		}
	}
}

// keys adds the primary key, then the other keys in their order; one that says
// the same as another is passed over (transformIndexConstraints).
func (c *creation) keys() {
	var primary, others, all []*pg.Constraint
	for _, n := range c.constraints {
		switch n.Contype {
		case pg.ConstrType_CONSTR_PRIMARY:
			primary = append(primary, n)
		case pg.ConstrType_CONSTR_UNIQUE, pg.ConstrType_CONSTR_EXCLUSION:
			others = append(others, n)
		}
	}
	if c.draft.Kind == catalog.ForeignTable && len(primary)+len(others) > 0 {
		c.refuse("0A000", "keys are not supported on foreign tables")
	}
	for _, n := range append(primary, others...) {
		same := slices.IndexFunc(all, func(old *pg.Constraint) bool { return sameKey(old, n) })
		switch {
		case same < 0:
			all = append(all, n)
		case all[same].Conname == "":
			all[same] = c.keyNamed(all[same], n.Conname)
		}
	}
	for _, n := range all {
		c.addConstraint(c.table, n, nil)
	}
}

// sameKey tells whether a key says the same as one before, which gets its name
// where it has none.
func sameKey(old, n *pg.Constraint) bool {
	return n.Contype == pg.ConstrType_CONSTR_UNIQUE && old.Contype != pg.ConstrType_CONSTR_EXCLUSION &&
		sameNames(old.Keys, n.Keys) && sameNames(old.Including, n.Including) &&
		old.NullsNotDistinct == n.NullsNotDistinct && old.Deferrable == n.Deferrable && old.Initdeferred == n.Initdeferred
}

// keyNamed is a key under a name: trees are others' too.
func (r *run) keyNamed(key *pg.Constraint, name string) *pg.Constraint {
	n := pgsql.CopyConstraint(key)
	n.Conname = name
	if r.newer.period[key] {
		r.newer.period[n] = true
	}
	return n
}

func sameNames(a, b []*pgsql.Node) bool {
	x, y := catalog.Strings(a), catalog.Strings(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

// foreignKeys adds the foreign keys, last of all.
func (c *creation) foreignKeys() {
	for _, n := range c.constraints {
		if n.Contype != pg.ConstrType_CONSTR_FOREIGN {
			continue
		}
		if c.draft.Kind == catalog.ForeignTable {
			c.refuse("0A000", "foreign key constraints are not supported on foreign tables")
		}
		c.addConstraint(c.table, n, nil)
	}
}

// rowsOf is the relation that has the attributes of a composite type.
func (r *run) rowsOf(t catalog.OID) catalog.OID {
	if d, ok := r.Object(t).(*catalog.DataType); ok {
		return d.Relation
	}
	return t
}
