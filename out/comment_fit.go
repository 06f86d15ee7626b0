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
	if p.left != nil && p.count < len(p.items) {
		n += len(p.left(len(p.items)))
	}
	return n
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
		n += len(p.head) + len(p.tail)
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
	for i, item := range p.items {
		if p.taken[i] {
			continue
		}
		next := size + len(item)
		if p.count == 0 {
			next += len(p.head) + len(p.tail)
		}
		if p.left != nil && p.count+1 == len(p.items) {
			next -= len(p.left(len(p.items)))
		}
		if fits(next) {
			p.taken[i], size = true, next
			p.count++
		}
	}
	for i, more := range p.more {
		if p.taken[i] && !p.extended[i] && fits(size+len(more)) {
			p.extended[i] = true
			size += len(more)
		}
	}
	return size - start
}

func (p *part) write(b *strings.Builder) {
	if p.count > 0 {
		b.WriteString(p.head)
		for i := range p.items {
			b.WriteString(p.item(i))
		}
		b.WriteString(p.tail)
	}
	if n := len(p.items) - p.count; n > 0 && p.left != nil {
		b.WriteString(p.left(n))
	}
}
