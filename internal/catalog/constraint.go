package catalog

// ConstraintKind is as in pg_constraint.contype.
type ConstraintKind byte

// The kinds of constraints. NOT NULL constraints are objects from 18 on; before,
// [Column.NotNull] is all there is.
const (
	Check      ConstraintKind = 'c'
	ForeignKey ConstraintKind = 'f'
	PrimaryKey ConstraintKind = 'p'
	Unique     ConstraintKind = 'u'
	Exclude    ConstraintKind = 'x'
	NotNull    ConstraintKind = 'n'
	// ConstraintTrigger is that of CREATE CONSTRAINT TRIGGER.
	ConstraintTrigger ConstraintKind = 't'
)

// Constraint is a constraint of a relation or of a domain; Head.In is which.
type Constraint struct {
	Head
	Kind ConstraintKind
	// Columns are those of the key, in its order; for a check those that it
	// mentions.
	Columns []int16
	// Expr is a check's.
	Expr *Expr
	// Validated is false for NOT VALID, Enforced for NOT ENFORCED (18).
	Validated, Enforced bool
	NoInherit           bool
	Deferrable          bool
	Deferred            bool
	Local               bool
	Inherited           int
	// Index is what supports it; for a foreign key that of the referenced
	// table.
	Index OID
	// References and RefColumns are a foreign key's; OnDelete and OnUpdate are
	// as in pg_constraint ('a', 'r', 'c', 'n', 'd').
	References         OID
	RefColumns         []int16
	OnDelete, OnUpdate byte
	// Parent is the constraint of the parent table that it came from.
	Parent OID
	// Period holds for WITHOUT OVERLAPS and PERIOD (18).
	Period bool
}

func (k *Constraint) clone() Object { n := *k; return &n }
