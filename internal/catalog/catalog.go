// Package catalog is a PostgreSQL database in memory: its schemas, relations,
// types, functions and what hangs on them, without a single row.
//
// In go objects, one by one, as the statements of a history make them; out come
// lookups by name as the server does them (search_path, temporary schema,
// built-in objects), the objects of a relation, and what a DROP would take
// along. Which statement does what to a catalog is not known here: that is
// internal/effects.
//
// Invariants: an object keeps its [OID] whatever it is renamed to, and refers to
// others by OID or column number, as the server's own catalogs do (PostgreSQL
// 16, chapter 53). Objects are immutable: [Edit] stores a changed copy. So a
// [Catalog.Copy] costs next to nothing and never changes when the original
// does. What nobody knows is marked unknown and never guessed. Lists come in
// the order in which objects were made; nothing depends on the order of a map.
package catalog

// OID identifies an object of a catalog as long as it exists. No object has 0.
type OID uint32

// Address is an object or, where Sub is not 0, a column of a relation.
type Address struct {
	OID OID
	Sub int16
}

// Catalog is the state of a database between two statements, with the session
// that runs them. The zero value is of no use: see [New].
type Catalog struct {
	// Version is the server's major version, 13 to 18.
	Version int
	// Session is what the session's settings say.
	Session Session
	// Incomplete holds once a statement has named what the history has not
	// made: what cannot be found may exist nevertheless.
	Incomplete bool

	transaction transaction

	next    OID
	assumed OID // of the last one that was taken to be there
	objects vector
	// names are those of what stands in schemas, global those of what stands in
	// the database itself.
	names, global set[entry]
	journal       journal
}

// Session are the settings that names and types depend on.
type Session struct {
	// Path is the search_path; a name in it need not exist. It is replaced and
	// never written into.
	Path []string
	// TimeZone is empty where only the server's configuration knows it.
	TimeZone string
	// Role is the current role; empty for whoever logs in.
	Role string
}

// Names of schemas that the server treats in its own way.
const (
	TempSchema   = "pg_temp"
	SystemSchema = "pg_catalog"
	infoSchema   = "information_schema"
)

// firstOID is the first that the history's own objects get. Those below are for
// what it names and has not made, see [Assume]: older than anything it makes.
const firstOID OID = 1 << 20

// New is a database as CREATE DATABASE makes it: the schema public and nothing
// in it.
func New(version int) *Catalog {
	c := &Catalog{
		Version: version, Session: Session{Path: []string{"$user", "public"}}, next: firstOID,
		objects: newVector(),
	}
	Add(c, &Schema{Head: Head{Class: ClassSchema, Name: "public"}})
	return c
}

// Copy is another catalog of the same content. It takes no time: the two share
// what neither changes.
func (c *Catalog) Copy() *Catalog {
	n := *c
	n.objects, n.journal = c.objects.copy(), c.journal.lent()
	return &n
}

// Branch is [Catalog.Copy] of a catalog that nobody changes any more. Any number
// may be taken at the same time.
func (c *Catalog) Branch() *Catalog {
	n := *c
	n.objects.owner, n.journal = new(byte), c.journal.lent()
	return &n
}

// Next is the OID that the next object gets: what has a smaller one is older
// than this moment.
func (c *Catalog) Next() OID { return c.next }

// Object is the object with an OID, or nil.
func (c *Catalog) Object(oid OID) Object {
	return c.objects.at(oid).object
}

// Add stores a new object under its class, container and name, and gives it an
// OID.
func Add[O Object](c *Catalog, o O) O {
	h := o.head()
	h.OID = c.next
	c.next++
	c.put(h.OID, o)
	c.index(o)
	return o
}

// Assumed tells whether an object is one that the history names and has not
// made.
func (o OID) Assumed() bool { return o != 0 && o < firstOID }

// Assume stores an object that the history names and has not made, as older than
// all that it makes.
func Assume[O Object](c *Catalog, o O) O {
	if c.assumed++; c.assumed >= firstOID {
		return Add(c, o)
	}
	h := o.head()
	h.OID = c.assumed
	c.put(h.OID, o)
	c.index(o)
	return o
}

// Edit stores a copy of an object and gives it to be changed. Name and
// container are changed by [Catalog.Move] only. Lists in it are shared with the
// original: replace them, do not write into them.
func Edit[T any, O interface {
	*T
	Object
}](c *Catalog, o O) O {
	changed := *o
	n := O(&changed)
	c.put(n.head().OID, n)
	return n
}

// Move gives an object another container or name.
func (c *Catalog) Move(o Object, in OID, name string) {
	constraints := c.In(ClassConstraint, o.head().OID)
	for _, part := range append(constraints, o) {
		c.unindex(part)
	}
	n := o.clone()
	n.head().In, n.head().Name = in, name
	c.put(n.head().OID, n)
	for _, part := range append(constraints, n) {
		c.index(part)
	}
}

// remove forgets an object and all its dependencies. [Catalog.Delete] is for
// everybody else.
func (c *Catalog) remove(oid OID) {
	o := c.Object(oid)
	if o == nil {
		return
	}
	c.unindex(o)
	c.put(oid, nil)
	c.forgetEdges(oid)
}
