package catalog

import "slices"

// enumValue is a value of an enum.
type enumValue struct {
	enum  OID
	value string
}

// transaction is what is only so until the transaction ends.
type transaction struct {
	// since is the first OID that the transaction can have given.
	since OID
	// values were added to enums by ALTER TYPE and cannot be used yet.
	values []enumValue
	// passing are the tables that go when the transaction ends.
	passing    []OID
	savepoints []savepoint
	// session is as it will be again when the transaction ends; nil where
	// nothing was set for the transaction alone.
	session *Session
	// modes are what SET CONSTRAINTS has said, pending the tables with deferred
	// checks to come.
	modes   []constraintMode
	pending []pending
}

// Commit is for the caller to say that a transaction has ended, and with it the
// restrictions on what it has made. Outside of a transaction block each
// statement is one.
func (c *Catalog) Commit() {
	if c.transaction.session != nil {
		c.Session = *c.transaction.session
	}
	for _, oid := range c.transaction.passing {
		if c.Object(oid) == nil {
			continue
		}
		if doomed, err := c.Doomed([]Address{{OID: oid}}, true); err == nil {
			c.Delete(doomed)
		}
	}
	c.transaction = transaction{since: c.next}
}

// DropOnCommit makes a temporary table go when the transaction ends (ON COMMIT
// DROP).
func (c *Catalog) DropOnCommit(oid OID) {
	c.transaction.passing = append(slices.Clip(c.transaction.passing), oid)
}

// SetLocal makes the settings that change from now on be put back when the
// transaction ends.
func (c *Catalog) SetLocal() {
	if c.transaction.session == nil {
		before := c.Session
		c.transaction.session = &before
	}
}

// KeepSetting makes a setting, as it is now, also hold behind a SET LOCAL of the
// same transaction.
func (c *Catalog) KeepSetting(name string) {
	if c.transaction.session == nil {
		return
	}
	later := *c.transaction.session
	switch name {
	case "search_path":
		later.Path = c.Session.Path
	case "timezone":
		later.TimeZone = c.Session.TimeZone
	case "role", "session_authorization":
		later.Role = c.Session.Role
	}
	c.transaction.session = &later
}

// MadeInTransaction tells whether the transaction that goes on has made an
// object: nobody else can see it yet.
func (c *Catalog) MadeInTransaction(oid OID) bool { return oid >= c.transaction.since }

// AddUncommittedValue notes a value that ALTER TYPE … ADD VALUE has just added
// to an enum.
func (c *Catalog) AddUncommittedValue(enum OID, value string) {
	c.transaction.values = append(slices.Clip(c.transaction.values), enumValue{enum, value})
}

// UncommittedValue tells whether a value of an enum must not be used before the
// transaction ends (55P04). From 17 on those of an enum that the same
// transaction has made may be (PostgreSQL 17, section "ALTER TYPE", Notes).
func (c *Catalog) UncommittedValue(enum OID, value string) bool {
	if c.Version >= 17 && c.MadeInTransaction(enum) {
		return false
	}
	return slices.Contains(c.transaction.values, enumValue{enum, value})
}
