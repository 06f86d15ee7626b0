package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// newColumn is a column on its way into a table, its definition taken apart.
type newColumn struct {
	catalog.Column
	// notNull holds for NOT NULL and what implies it, notNullName is the name
	// of its constraint; nullable holds where NULL is written.
	notNull, nullable bool
	notNullName       string
	// raw is the default, or the expression of a generated column; copied the
	// same from another table.
	raw    *pgsql.Node
	copied *copiedExpr
	// conflict holds where parents have different defaults.
	conflict bool
	// notNullParents counts the parents with a NOT NULL constraint on it (18),
	// notNullLocal holds where the statement itself says NOT NULL.
	notNullParents int
	notNullLocal   bool
	// sequence is that of a serial or identity column.
	sequence catalog.OID
	serial   bool
	// shared holds where the sequence is that of the parent's column.
	shared bool
	// constraints are those that become the table's.
	constraints []*pg.Constraint
	// fromType holds for options of a column that a type or a parent gives.
	fromType bool
}

// newColumn is an empty one, gone with the statement.
func (r *run) newColumn() *newColumn {
	if len(r.columns) == cap(r.columns) {
		r.columns = make([]newColumn, 0, max(8, 2*cap(r.columns)))
	}
	r.columns = r.columns[:len(r.columns)+1]
	return &r.columns[len(r.columns)-1]
}

// copiedExpr is the default object of a column of another table.
type copiedExpr struct {
	from   *catalog.Relation
	expr   *catalog.Expr
	object catalog.OID
}

// serialTypes are the names that are no types but make a sequence
// (transformColumnDefinition, parse_utilcmd.c).
var serialTypes = map[string]string{
	"smallserial": "int2", "serial2": "int2", "serial": "int4", "serial4": "int4", "bigserial": "int8", "serial8": "int8",
}

// transformColumn takes a definition apart; a sequence that the column needs is
// made at once (transformColumnDefinition). rel is the table, which need not be
// stored yet.
func (r *run) transformColumn(rel *catalog.Relation, def *pg.ColumnDef) *newColumn {
	n := r.newColumn()
	n.Name, n.Local, n.fromType = def.Colname, true, def.TypeName == nil
	integer := ""
	if names := def.GetTypeName().GetNames(); len(names) == 1 && !def.TypeName.PctType {
		integer = serialTypes[names[0].GetString_().GetSval()]
	}
	switch {
	case integer != "":
		if len(def.TypeName.ArrayBounds) > 0 {
			r.refuse("0A000", "there are no arrays of serial")
		}
		n.Type, n.serial, n.notNull = catalog.Builtin(integer), true, true
	case def.TypeName != nil:
		n.Type = r.typeNamed(def.TypeName)
		r.checkColumnType(n.Type, def)
		if def.TypeName.Setof && r.Version >= 17 {
			r.refuse("42P16", "column %s cannot be declared SETOF", pgsql.QuoteIdent(def.Colname))
		}
	}
	switch {
	case def.StorageName != "" && r.Version < 16:
		r.refuse("42601", "STORAGE at a column is new in PostgreSQL 16")
	case def.Compression != "" && r.Version < 14:
		r.refuse("42601", "COMPRESSION is new in PostgreSQL 14")
	}
	n.Collation, n.CollationOID = r.collation(def.GetCollClause().GetCollname())
	n.Storage = storageOf(def.StorageName)
	r.columnConstraints(rel, n, def)
	if n.serial {
		n.sequence = r.columnSequence(rel, n, nil)
	}
	return n
}

// storageOf is pg_attribute.attstorage of a word; 0 for the type's own.
func storageOf(word string) byte {
	if word == "" || word == "default" {
		return 0
	}
	if word == "external" {
		return 'e'
	}
	return word[0]&^0x20 | 0x20
}

// columnConstraints goes through what stands behind the type.
func (r *run) columnConstraints(rel *catalog.Relation, n *newColumn, def *pg.ColumnDef) {
	for _, node := range def.Constraints {
		c := node.GetConstraint()
		if c == nil {
			continue
		}
		switch c.Contype {
		case pg.ConstrType_CONSTR_NULL, pg.ConstrType_CONSTR_NOTNULL:
			r.columnNull(n, c)
		case pg.ConstrType_CONSTR_DEFAULT, pg.ConstrType_CONSTR_IDENTITY, pg.ConstrType_CONSTR_GENERATED:
			r.columnValue(rel, n, c)
		case pg.ConstrType_CONSTR_CHECK, pg.ConstrType_CONSTR_PRIMARY, pg.ConstrType_CONSTR_UNIQUE,
			pg.ConstrType_CONSTR_EXCLUSION, pg.ConstrType_CONSTR_FOREIGN:
			n.constraints = append(n.constraints, r.tableConstraint(n.Name, c))
		default:
			constraintAttribute(n.constraints, c.Contype)
		}
	}
	// FOREIGN KEY … REFERENCES at a column of an ADD COLUMN: old rows hold NULL
	// in it unless there is a default, so nobody looks (transformAlterTableStmt).
	for _, c := range n.constraints {
		if c.Contype == pg.ConstrType_CONSTR_FOREIGN && n.raw == nil && !n.serial {
			c.SkipValidation = true
		}
	}
}

func (r *run) columnNull(n *newColumn, c *pg.Constraint) {
	null := c.Contype == pg.ConstrType_CONSTR_NULL
	if null && n.notNull || !null && n.nullable {
		r.refuse("42601", "conflicting NULL/NOT NULL declarations for column %q", n.Name)
	}
	if null {
		n.nullable = true
		return
	}
	n.notNull = true
	if c.Conname != "" {
		n.notNullName = c.Conname
	}
}

// columnValue is DEFAULT, GENERATED … AS IDENTITY and GENERATED … AS (…): a
// column has at most one of them.
func (r *run) columnValue(rel *catalog.Relation, n *newColumn, c *pg.Constraint) {
	if n.raw != nil || n.Identity != 0 || n.serial {
		r.refuse("42601", "more than one default, identity or generation expression for column %q", n.Name)
	}
	switch c.Contype {
	case pg.ConstrType_CONSTR_DEFAULT:
		n.raw = c.RawExpr
	case pg.ConstrType_CONSTR_GENERATED:
		n.raw, n.Generated = c.RawExpr, 's'
		if r.newer.virtual[c] {
			r.virtualColumn(n)
		}
	default:
		if n.nullable {
			r.refuse("42601", "conflicting NULL/NOT NULL declarations for column %q", n.Name)
		}
		n.Identity, n.notNull = identityKind(c.GeneratedWhen), true
		if n.fromType {
			r.refuse("0A000", "identity columns are not supported on partitions and typed tables")
		}
		n.sequence = r.columnSequence(rel, n, c.Options)
	}
}

// virtualColumn is GENERATED … VIRTUAL: worked out when it is read (PostgreSQL
// 18, section 5.4).
func (r *run) virtualColumn(n *newColumn) {
	if r.Version < 18 {
		r.refuse("42601", "virtual generated columns are new in PostgreSQL 18")
	}
	if n.Type.OID != 0 && r.DataType(n.Type) != nil {
		r.refuse("0A000", "virtual generated column %q cannot have a user-defined type", n.Name)
	}
	n.Generated = 'v'
}

func identityKind(when string) byte {
	if when == "a" {
		return 'a'
	}
	return 'd'
}

// tableConstraint is a column's constraint as one of the table.
func (r *run) tableConstraint(column string, c *pg.Constraint) *pg.Constraint {
	t := pgsql.CopyConstraint(c)
	if r.newer.notEnforced[c] {
		r.newer.notEnforced[t] = true
	}
	name := []*pgsql.Node{pg.MakeStrNode(column)}
	switch {
	case c.Contype == pg.ConstrType_CONSTR_FOREIGN:
		t.FkAttrs = name
	case c.Contype != pg.ConstrType_CONSTR_CHECK && len(c.Keys) == 0:
		t.Keys = name
	}
	return t
}

// constraintAttribute is DEFERRABLE and its kin, which stand behind the
// constraint that they belong to (transformConstraintAttrs).
func constraintAttribute(constraints []*pg.Constraint, what pg.ConstrType) {
	if len(constraints) == 0 {
		return
	}
	last := constraints[len(constraints)-1]
	switch what {
	case pg.ConstrType_CONSTR_ATTR_DEFERRABLE:
		last.Deferrable = true
	case pg.ConstrType_CONSTR_ATTR_NOT_DEFERRABLE:
		last.Deferrable = false
	case pg.ConstrType_CONSTR_ATTR_DEFERRED:
		last.Initdeferred, last.Deferrable = true, true
	case pg.ConstrType_CONSTR_ATTR_IMMEDIATE:
		last.Initdeferred = false
	}
}
