package out

// maxLanes is how many lanes a drawing may have: sixteen are as wide as the
// text beside them. Edges for which no lane is left are written out in words.
const maxLanes = 16

// lanes is the state of a drawing between two revisions: which revision each
// lane leads down to. No revision is awaited by two lanes: siblings join at
// once, so ten thousand heads on one base need two lanes.
type lanes struct {
	awaits []string // "" where the lane is free
	lane   map[string]int
	// ended is the lane whose line came to its end in the row before, or -1.
	ended int
	// alone holds where the revision of that row had no line at all.
	alone bool
}

// placed is how one revision stands in the drawing.
type placed struct {
	// before and after are the lanes with a line above and below its row.
	before, after []bool
	// lane is its own.
	lane int
	// opens are new lanes, joins are lanes that lead to one of its parents
	// already.
	opens, joins []int
	// own holds where its lane goes on below to one of its parents. Where it
	// does not, the joins are reached in a row of their own below.
	own bool
	// closes is the lane that ends in that row by bending into the joins.
	closes int
	// gap holds where it stands under an end that it has nothing to do with.
	gap bool
	// undrawn are the parents that no lane leads to.
	undrawn []string
}

// place puts the next revision into a lane and moves on below it. Parents are
// only those that are to be drawn. A head never stands below another revision,
// so heads without any line are not kept apart from each other.
func (l *lanes) place(id string, head bool, parents []string) placed {
	p := placed{before: l.taken()}
	lane, awaited := l.lane[id]
	if awaited {
		l.awaits[lane] = ""
		delete(l.lane, id)
	} else {
		lane = l.free(0)
	}
	p.lane, p.closes = lane, lane
	for _, parent := range parents {
		l.connect(parent, &p)
	}
	if !p.own && len(p.joins) == 1 && p.joins[0] > lane {
		l.moveLeft(&p)
	}
	ended := !p.own && len(p.joins) == 0
	alone := !awaited && ended
	p.gap = !awaited && lane == l.ended && !(head && alone && l.alone)
	l.ended, l.alone = -1, alone
	if ended {
		l.ended = lane
	}
	p.after = l.taken()
	return p
}

// connect leads a line from the revision to one of its parents.
func (l *lanes) connect(parent string, p *placed) {
	if lane, ok := l.lane[parent]; ok {
		if lane != p.lane {
			p.joins = append(p.joins, lane)
		}
		return
	}
	lane := p.lane
	if p.own {
		lane = l.free(p.lane + 1)
	}
	if lane >= maxLanes {
		p.undrawn = append(p.undrawn, parent)
		return
	}
	if lane == p.lane {
		p.own = true
	} else {
		p.opens = append(p.opens, lane)
	}
	for len(l.awaits) <= lane {
		l.awaits = append(l.awaits, "")
	}
	l.awaits[lane] = parent
	l.lane[parent] = lane
}

// moveLeft lets the lane that leads to the parent end in the revision's own,
// rather than the other way round: else branches would push the trunk aside.
func (l *lanes) moveLeft(p *placed) {
	p.closes, p.joins = p.joins[0], []int{p.lane}
	parent := l.awaits[p.closes]
	l.awaits[p.closes], l.awaits[p.lane] = "", parent
	l.lane[parent] = p.lane
}

// free is the first free lane from start on, else the first one before it,
// else maxLanes.
func (l *lanes) free(start int) int {
	for i := range maxLanes {
		lane := (start + i) % maxLanes
		if lane >= len(l.awaits) || l.awaits[lane] == "" {
			return lane
		}
	}
	return maxLanes
}

func (l *lanes) taken() []bool {
	taken := make([]bool, len(l.awaits))
	for i, id := range l.awaits {
		taken[i] = id != ""
	}
	return taken
}
