package out

import (
	"cmp"
	"slices"
	"strings"
)

// part is a stretch of a comment. Each item is a piece of Markdown that stands for
// itself, so that any of them can be left out.
type part struct {
	// head and tail stand around the items; neither is written without any.
	head, tail string
	items      []string
	// more is what follows an item where there is room when all items have their
	// place; nil for nothing.
	more []string
	// rank says what is shortened first: the part of the highest rank.
	rank int
	// share is how many hundredths of the room a part takes before those that are
	// shortened before it get any.
	share int
	// left says what is left out; nil where nobody misses it. It has lines of its
	// own behind head, items and tail.
	left func(n int) string

	// never is how many more items there are that are not written however much room
	// there is.
	never int
	// order says which items are taken first, by their indices; nil for that in which
	// they stand.
	order []int
	// short says that something of what follows the items is left out; empty where
	// nobody misses it.
	short string

	taken, extended []bool
	count           int
}

// size is how long a part is with what has been taken so far.
func (p *part) size() int {
	n := 0
	for i := range p.items {
		n += len(p.item(i))
	}
	if p.count > 0 {
		n += len(p.head) + len(p.tail)
	}
	if p.left != nil && p.count < len(p.items)+p.never {
		n += len(p.left(len(p.items) + p.never))
	}
	if p.cut() {
		n += len(p.short)
	}
	return n
}

// cut tells whether an item stands without what follows it. Until all items and
// what follows them are there, the room for saying so is kept.
func (p *part) cut() bool {
	for i, more := range p.more {
		if more != "" && !p.extended[i] {
			return true
		}
	}
	return false
}

// item is what has been taken of an item.
func (p *part) item(i int) string {
	switch {
	case p.extended[i]:
		return p.items[i] + p.more[i]
	case p.taken[i]:
		return p.items[i]
	}
	return ""
}

// fit chooses the items for which there is room, whole ones, and joins the parts.
// It tells whether at least what is left out could be said.
func fit(parts []*part, room int) (text string, ok bool) {
	used := 0
	for _, p := range parts {
		p.taken, p.extended = make([]bool, len(p.items)), make([]bool, len(p.items))
		used += p.size()
	}
	if used > room {
		return "", false
	}
	if all := fullSize(parts); all <= room {
		room = all + used // what is left out need not be said
	}
	ranked := slices.Clone(parts)
	slices.SortStableFunc(ranked, func(a, b *part) int { return cmp.Compare(a.rank, b.rank) })
	for _, p := range ranked {
		used += p.take(room-used, room*p.share/100)
	}
	for _, p := range ranked {
		used += p.take(room-used, room)
	}
	var b strings.Builder
	for _, p := range parts {
		p.write(&b)
	}
	return b.String(), true
}

// fullSize is how long the parts are where nothing is left out.
func fullSize(parts []*part) int {
	n := 0
	for _, p := range parts {
		if p.never > 0 {
			n += len(p.left(p.never))
		}
		if len(p.items) > 0 {
			n += len(p.head) + len(p.tail)
		}
		for _, list := range [][]string{p.items, p.more} {
			for _, item := range list {
				n += len(item)
			}
		}
	}
	return n
}

// take takes the items for which there is room, in order, as long as the part
// stays within its limit, and then what follows them. It returns by how much the
// part has grown.
func (p *part) take(room, limit int) (grown int) {
	size := p.size()
	start := size
	fits := func(next int) bool { return next <= limit && next-start <= room }
	for n := range p.items {
		i := n
		if p.order != nil {
			i = p.order[n]
		}
		item := p.items[i]
		if p.taken[i] {
			continue
		}
		next := size + len(item)
		if p.count == 0 {
			next += len(p.head) + len(p.tail)
		}
		if p.left != nil && p.count+1 == len(p.items) && p.never == 0 {
			next -= len(p.left(len(p.items)))
		}
		if fits(next) {
			p.taken[i], size = true, next
			p.count++
		}
	}
	cuts := 0
	for i, more := range p.more {
		if more != "" && !p.extended[i] {
			cuts++
		}
	}
	for i, more := range p.more {
		if more == "" || !p.taken[i] || p.extended[i] {
			continue
		}
		next := size + len(more)
		if cuts == 1 {
			next -= len(p.short)
		}
		if fits(next) {
			p.extended[i], size = true, next
			cuts--
		}
	}
	return p.size() - start
}

func (p *part) write(b *strings.Builder) {
	if p.count > 0 {
		b.WriteString(p.head)
		for i := range p.items {
			b.WriteString(p.item(i))
		}
		b.WriteString(p.tail)
	}
	if n := len(p.items) + p.never - p.count; n > 0 && p.left != nil {
		b.WriteString(p.left(n))
	}
	for i := range p.more {
		if p.more[i] != "" && p.taken[i] && !p.extended[i] {
			b.WriteString(p.short)
			break
		}
	}
}
