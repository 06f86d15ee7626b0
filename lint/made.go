package lint

import (
	"sqlbundle/internal/catalog"
)

// made are the objects of one kind that a statement has made, in their order.
func made[O catalog.Object](s *statement) []O {
	var found []O
	after := s.after()
	for oid := s.Before.Next(); oid < after.Next(); oid++ {
		if o, ok := after.Object(oid).(O); ok {
			found = append(found, o)
		}
	}
	return found
}

// madeIndex is an index that a statement has made, and its table, both as they
// are behind it.
type madeIndex struct {
	index, table *catalog.Relation
}

// madeIndexes are the indexes that a statement has made, those of constraints
// too. Those that partitions get with their parent are left out.
func (s *statement) madeIndexes() []madeIndex { return s.indexes.get(s.findIndexes) }

func (s *statement) findIndexes() []madeIndex {
	var found []madeIndex
	for _, index := range made[*catalog.Relation](s) {
		if index.Index == nil || index.Index.Parent != 0 {
			continue
		}
		if table, ok := s.after().Object(index.Index.Table).(*catalog.Relation); ok {
			found = append(found, madeIndex{index, table})
		}
	}
	return found
}

// goneIndexes are the indexes that a statement takes away from tables that stay,
// as they were before it. Those of partitions that go with their parent's are
// left out.
func (s *statement) goneIndexes() []madeIndex {
	var found []madeIndex
	for _, l := range s.Effects.IndexLocks {
		index, ok := s.Before.Object(l.OID).(*catalog.Relation)
		if !ok || index.Index == nil || index.Index.Parent != 0 || s.after().Object(l.OID) != nil {
			continue
		}
		table, ok := s.Before.Object(index.Index.Table).(*catalog.Relation)
		if ok && s.after().Object(table.OID) != nil {
			found = append(found, madeIndex{index, table})
		}
	}
	return found
}
