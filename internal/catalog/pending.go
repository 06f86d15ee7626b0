package catalog

import "slices"

// constraintMode is what SET CONSTRAINTS has said of a constraint; of all where
// the name is empty.
type constraintMode struct {
	name     string
	deferred bool
}

// SetConstraints is SET CONSTRAINTS: of the constraints with these names, of all
// where there are none. Immediate ones are checked at once, so that nothing waits
// for the end of the transaction any more.
func (c *Catalog) SetConstraints(names []string, deferred bool) {
	modes := slices.Clip(c.transaction.modes)
	for _, name := range names {
		modes = append(modes, constraintMode{name, deferred})
	}
	if len(names) == 0 {
		modes = append(modes, constraintMode{"", deferred})
	}
	c.transaction.modes = modes
	if !deferred {
		c.transaction.pending = nil
	}
}

// IsDeferred tells whether a constraint is checked at the end of the transaction,
// as things stand.
func (c *Catalog) IsDeferred(k *Constraint) bool {
	deferred := k.Deferred
	for _, m := range c.transaction.modes {
		if m.name == "" || m.name == k.Name {
			deferred = m.deferred
		}
	}
	return k.Deferrable && deferred
}

// pending is a table with checks to come; certain is false where nobody knows
// whether there are rows to check.
type pending struct {
	table   OID
	certain bool
}

// AddPending notes that checks of rows of a table wait for the end of the
// transaction: many statements about the table are refused until then. certain
// is false where it depends on the rows whether any wait.
func (c *Catalog) AddPending(table OID, certain bool) {
	c.transaction.pending = append(slices.Clip(c.transaction.pending), pending{table, certain})
}

// AnyPending tells whether checks of any table may wait.
func (c *Catalog) AnyPending() bool { return len(c.transaction.pending) > 0 }

// IsPending tells whether checks of a table may wait, and whether that is
// certain.
func (c *Catalog) IsPending(table OID) (waits, certain bool) {
	for _, p := range c.transaction.pending {
		if p.table == table {
			waits, certain = true, certain || p.certain
		}
	}
	return waits, certain
}
