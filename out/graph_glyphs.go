package out

import "strings"

// glyphs are the characters of a drawing.
type glyphs struct {
	// joints has a character for each set of directions in which lines leave
	// a place.
	joints           [16]rune
	across           rune
	head, node, dots string
}

// Directions, as bits of an index into joints.
const (
	up = 1 << iota
	down
	left
	right
)

func boxGlyphs() glyphs {
	return glyphs{
		joints: [16]rune([]rune(" │││─╯╮┤─╰╭├─┴┬┼")),
		across: '─', head: "●", node: "○", dots: "…",
	}
}

func asciiGlyphs() glyphs {
	return glyphs{
		joints: [16]rune([]rune(" |||-'.+-'.+-+++")),
		across: '-', head: "*", node: "o", dots: "...",
	}
}

// row is a line of lanes: the directions of each, and between which of them a
// line runs across.
type row struct {
	joints   []int
	from, to int
}

// nodeRow is the row on which a revision stands.
func (p placed) nodeRow() row {
	r := newRow(p, p.before)
	if p.own {
		r.across(p.lane, p.opens)
		r.across(p.lane, p.joins)
	}
	return r
}

// joinRow is the row below it, on which a line that ends bends into others;
// ok is false where there is nothing to bend.
func (p placed) joinRow() (r row, ok bool) {
	if p.own || len(p.joins) == 0 {
		return row{}, false
	}
	r = newRow(p, p.after)
	r.joints[p.closes] = up
	r.from, r.to = p.closes, p.closes
	r.across(p.closes, p.joins)
	return r, true
}

// gapRow is the row above it that keeps it apart from an end.
func (p placed) gapRow() row { return newRow(placed{after: p.before}, p.before) }

func newRow(p placed, above []bool) row {
	r := row{joints: make([]int, max(len(above), len(p.after), p.lane+1, p.closes+1)), from: p.lane, to: p.lane}
	for i, taken := range above {
		if taken {
			r.joints[i] |= up
		}
	}
	for i, taken := range p.after {
		if taken {
			r.joints[i] |= down
		}
	}
	return r
}

// across draws a line from a lane to others.
func (r *row) across(lane int, others []int) {
	for _, other := range others {
		r.from, r.to = min(r.from, other), max(r.to, other)
	}
	for _, at := range append([]int{lane}, others...) {
		if at > r.from {
			r.joints[at] |= left
		}
		if at < r.to {
			r.joints[at] |= right
		}
	}
}

// draw is the row's lanes [from, to) as text, two columns each. A free lane
// that a line crosses shows the line, one with a line of its own shows that.
func (g glyphs) draw(r row, from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		joint := ' '
		if i < len(r.joints) {
			joint = g.joints[r.joints[i]]
		}
		if joint == ' ' && r.from < i && i < r.to {
			joint = g.across
		}
		b.WriteRune(joint)
		if r.from <= i && i < r.to {
			b.WriteRune(g.across)
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
