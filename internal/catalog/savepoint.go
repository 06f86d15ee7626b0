package catalog

// savepoint is the state at a SAVEPOINT of the transaction that goes on.
type savepoint struct {
	name  string
	state *Catalog
}

// Savepoint marks a place in the transaction to which it can be rolled back.
func (c *Catalog) Savepoint(name string) {
	points := c.transaction.savepoints
	state := c.Copy()
	c.transaction.savepoints = append(points[:len(points):len(points)], savepoint{name, state})
}

// RollbackTo puts back the state at a savepoint, which stays; false where the
// transaction has none of that name.
func (c *Catalog) RollbackTo(name string) bool {
	points := c.transaction.savepoints
	for i := len(points) - 1; i >= 0; i-- {
		if points[i].name != name {
			continue
		}
		next, assumed := c.next, c.assumed
		*c = *points[i].state.Copy()
		// What was given out once is not given out again.
		c.next, c.assumed = next, assumed
		c.transaction.savepoints = points[: i+1 : i+1]
		return true
	}
	return false
}
