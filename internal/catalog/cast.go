package catalog

import "sqlbundle/internal/builtin"

// FindCast finds the row of pg_cast between two types, an extension's included.
// Those of domains are their base types', which the caller takes; see
// [Catalog.Bottom].
func (c *Catalog) FindCast(from, to Type) (builtin.Cast, bool) { return c.findCast(from, to) }

// Category is pg_type.typcategory; 0 where nobody knows.
func (c *Catalog) Category(t Type) byte {
	category, _ := c.category(t)
	return category
}
