package catalog

import "slices"

// set is an ordered set. A copy of the value is a copy of the set: the two share
// their pages, and whoever writes first to a page that is not its own copies it.
// So a change costs one page of each level, and nothing where the pages are new.
type set[T ordered[T]] struct{ root *page[T] }

type ordered[T any] interface {
	// compare is negative where the receiver comes first.
	compare(other T) int
}

// page is a leaf with items or, where it has kids, an inner page with one item
// for each: none in the kid is less, and all in the kid before are.
type page[T ordered[T]] struct {
	// owner marks the pages that one catalog alone can see, as in [vector].
	owner *byte
	items []T
	kids  []*page[T]
}

// perPage is how many items a leaf has at most, perInner how many an inner page
// has: more make the tree flatter and each copy dearer.
const (
	perPage  = 12
	perInner = 32
)

// own is the page, or a copy of it, to be written to. The items of an inner page
// seldom change, so the copy shares them and whoever changes
// them makes a list of its own.
func (p *page[T]) own(owner *byte) *page[T] {
	switch {
	case p.owner == owner:
		return p
	case p.kids != nil:
		return &page[T]{owner, slices.Clip(p.items), slices.Clone(p.kids)}
	}
	// There is a new item for most copies.
	return &page[T]{owner, append(make([]T, 0, len(p.items)+1), p.items...), nil}
}

// full tells whether the page has more than it may.
func (p *page[T]) full() bool {
	if p.kids != nil {
		return len(p.items) > perInner
	}
	return len(p.items) > perPage
}

// at is where an item is, or would stand, in a leaf; in an inner page, which kid
// it belongs to.
func (p *page[T]) at(x T) (i int, found bool) {
	low, high := 0, len(p.items)
	for low < high {
		middle := int(uint(low+high) / 2)
		switch order := p.items[middle].compare(x); {
		case order == 0:
			return middle, true
		case order < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	if p.kids != nil {
		return max(low-1, 0), false
	}
	return low, false
}

// get is the item of the set that equals another.
func (s set[T]) get(x T) (item T, ok bool) {
	p := s.root
	for p != nil {
		i, found := p.at(x)
		if p.kids == nil {
			if found {
				return p.items[i], true
			}
			break
		}
		p = p.kids[i]
	}
	return item, false
}

// few is what most sets have at most: those that hang on one object. Their page
// has room for it.
const few = 2

type smallPage[T ordered[T]] struct {
	page[T]
	room [few]T
}

// add puts an item into the set, in the place of one that equals it.
func (s *set[T]) add(owner *byte, x T) (old T, replaced bool) {
	if s.root == nil {
		small := &smallPage[T]{page: page[T]{owner: owner}}
		small.items = small.room[:0]
		s.root = &small.page
	}
	s.root = s.root.own(owner)
	right, old, replaced := s.root.add(owner, x)
	if right != nil {
		s.root = &page[T]{owner, []T{s.root.items[0], right.items[0]}, []*page[T]{s.root, right}}
	}
	return old, replaced
}

// add puts an item into a page of the owner's; what it has no room for it gives
// back as a page of its own, to stand behind it.
func (p *page[T]) add(owner *byte, x T) (right *page[T], old T, replaced bool) {
	i, found := p.at(x)
	switch {
	case p.kids != nil:
		if x.compare(p.items[0]) < 0 {
			p.items = append([]T{x}, p.items[1:]...) // they may be shared
		}
		p.kids[i] = p.kids[i].own(owner)
		var grown *page[T]
		if grown, old, replaced = p.kids[i].add(owner, x); grown == nil {
			return nil, old, replaced
		}
		i++
		p.items = slices.Insert(p.items, i, grown.items[0])
		p.kids = slices.Insert(p.kids, i, grown)
	case found:
		old, p.items[i] = p.items[i], x
		return nil, old, true
	default:
		p.items = slices.Insert(p.items, i, x)
	}
	if p.full() {
		right = p.split(owner, i)
	}
	return right, old, false
}

// split takes the second half off a page. Where items come in their order, it
// leaves full pages behind.
func (p *page[T]) split(owner *byte, added int) *page[T] {
	at := len(p.items) / 2
	if added == len(p.items)-1 {
		at = added
	}
	right := &page[T]{owner: owner, items: append(make([]T, 0, cap(p.items)), p.items[at:]...)}
	p.items = slices.Delete(p.items, at, len(p.items))
	if p.kids != nil {
		right.kids = append(make([]*page[T], 0, cap(p.kids)), p.kids[at:]...)
		p.kids = slices.Delete(p.kids, at, len(p.kids))
	}
	return right
}

// remove takes an item out of the set. Pages go when they are empty and are not
// joined before: few things are ever dropped.
func (s *set[T]) remove(owner *byte, x T) (old T, found bool) {
	if old, found = s.get(x); !found {
		return old, false
	}
	s.root = s.root.own(owner)
	s.root.remove(owner, x)
	if len(s.root.items) == 0 {
		s.root = nil
	}
	return old, true
}

func (p *page[T]) remove(owner *byte, x T) {
	i, _ := p.at(x)
	if p.kids != nil {
		p.kids[i] = p.kids[i].own(owner)
		p.kids[i].remove(owner, x)
		if len(p.kids[i].items) > 0 {
			return
		}
		p.kids = slices.Delete(p.kids, i, i+1)
		p.items = slices.Concat(p.items[:i], p.items[i+1:]) // they may be shared
		return
	}
	p.items = slices.Delete(p.items, i, i+1)
}

// ascend visits the items from one on, in their order, until visit says no.
func (s set[T]) ascend(from T, visit func(T) bool) {
	if s.root != nil {
		s.root.ascend(from, visit)
	}
}

func (p *page[T]) ascend(from T, visit func(T) bool) bool {
	i, _ := p.at(from)
	if p.kids == nil {
		for _, item := range p.items[i:] {
			if !visit(item) {
				return false
			}
		}
		return true
	}
	for _, kid := range p.kids[i:] {
		if !kid.ascend(from, visit) {
			return false
		}
	}
	return true
}
