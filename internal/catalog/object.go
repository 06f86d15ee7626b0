package catalog

import (
	"slices"

	"sqlbundle/internal/pgsql"
)

// Class is what kind of object something is. Tables, views, indexes, sequences
// and composite types are all relations and share their names.
type Class byte

// The classes, in the words of PostgreSQL's catalogs.
const (
	ClassSchema Class = iota + 1
	ClassRelation
	ClassType
	ClassFunction
	ClassConstraint
	ClassDefault
	ClassTrigger
	ClassRule
	ClassPolicy
	ClassStatistics
	ClassExtension
	ClassPublication
	ClassPublicationRelation
	ClassSubscription
	ClassEventTrigger
	ClassOperator
	ClassOperatorClass
	ClassOperatorFamily
	ClassCast
	ClassCollation
	ClassConversion
	ClassTextSearch
	ClassLanguage
	ClassAccessMethod
	ClassWrapper
	ClassServer
	ClassUserMapping
	ClassTransform
)

// Head is what every object has.
type Head struct {
	OID OID
	// In is the schema, or the relation or domain that the object belongs to
	// (constraints, defaults, triggers, rules, policies); 0 for what stands in
	// the database itself.
	In   OID
	Name string
	// Origin is the number that the caller gave the statement that made it.
	Origin int32
	Class  Class
	// Doubtful holds behind statements that may not have run, see
	// [Catalog.Doubt]: the object may not be there, or not be as it is here.
	Doubtful bool
}

func (h *Head) head() *Head { return h }

// Object is any object of a catalog; [Catalog.Object] and its kin give it as a
// pointer to one of the structs of this package.
type Object interface {
	head() *Head
	clone() Object
}

// HeadOf is what every object has; it must not be changed.
func HeadOf(o Object) *Head { return o.head() }

// Schema is a namespace.
type Schema struct{ Head }

func (s *Schema) clone() Object { n := *s; return &n }

// Other is an object of which no more than its existence, and what it belongs
// to, matters: policies, rules, statistics, languages, collations and the like.
type Other struct {
	Head
	// Relation is what policies, rules, statistics and the entries of
	// publications are on.
	Relation OID
	// Kind tells apart what shares a class.
	Kind string
	// Options are the words that some statement will want to know again.
	Options []string
	// Actions are what a rule does; Instead holds where it does that alone,
	// Conditional where it has a WHERE.
	Actions              []*pgsql.Node
	Instead, Conditional bool
}

func (o *Other) clone() Object { n := *o; return &n }

// Trigger is a trigger on a relation.
type Trigger struct {
	Head
	Function OID
	// Constraint is that of a constraint trigger or of a foreign key; 0 for
	// others.
	Constraint OID
	// Internal holds for the triggers of foreign keys.
	Internal bool
	// Row holds for FOR EACH ROW, Transition for REFERENCING.
	Row, Transition bool
	// Timing is "before", "after" or "instead"; Events are "insert", "update",
	// "delete" and "truncate".
	Timing string
	Events []string
	// Columns are those of UPDATE OF.
	Columns []int16
	When    *Expr
	// Parent is the trigger of the partitioned table that it was made for.
	Parent OID
	// Enabled is 'O', 'D', 'R' or 'A', as in pg_trigger.
	Enabled byte
}

func (t *Trigger) clone() Object { n := *t; return &n }

// Function is a function, procedure or aggregate that is not built in.
type Function struct {
	Head
	// Arguments are the types of what a call gives; Head.Name is the name with
	// them, see [Signature].
	Arguments []Type
	// Names are those of the arguments; empty for one without.
	Names   []string
	Returns Type
	Set     bool
	// Columns are the arguments that are OUT, INOUT or of a TABLE, where a call
	// in FROM gives them as columns.
	Columns []OutputColumn
	// Volatility is as in pg_proc; [VolatilityUnknown] where nobody knows.
	Volatility Volatility
	// Kind is 'f' for functions, 'p' for procedures, 'a' for aggregates, 'w'
	// for window functions.
	Kind     byte
	Variadic bool
	Defaults int
	Language string
	// Body is the text of the function; empty where it has an SQL body.
	Body string
	// BareName is the name without arguments.
	BareName string
	// Apart holds for what never comes in the place of a call: SECURITY
	// DEFINER, SET and STRICT.
	Apart bool
}

func (f *Function) clone() Object { n := *f; return &n }

// Volatility is how often an expression must be evaluated, as in pg_proc.
type Volatility byte

// The volatilities; unknown is to be treated as volatile.
const (
	Immutable         Volatility = 'i'
	Stable            Volatility = 's'
	Volatile          Volatility = 'v'
	VolatilityUnknown Volatility = '?'
)

// Worst is the more volatile of two; unknown is worse than stable and better
// than volatile.
func (v Volatility) Worst(w Volatility) Volatility {
	order := []Volatility{0, Immutable, Stable, VolatilityUnknown, Volatile}
	if slices.Index(order, w) > slices.Index(order, v) {
		return w
	}
	return v
}
