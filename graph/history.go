package graph

import (
	"strings"

	"sqlbundle/revisions"
)

// History is the revisions of a range A:B, newest first, both ends included:
// everything that B needs, or with a start other than base, what stands on A by
// parents. An empty rangeArg is base:heads, and so are missing ends. rows are
// what the word `current` stands for, at one of the ends.
func (g *Graph) History(rangeArg string, rows []string) ([]*revisions.Revision, error) {
	h := &history{g: g, text: rangeArg}
	if err := h.split(rows); err != nil {
		return nil, err
	}
	to, err := h.targets()
	if err != nil {
		return nil, err
	}
	if err := g.checkOverlap(to, false); err != nil {
		return nil, err
	}
	from, err := h.start()
	if err != nil {
		return nil, err
	}
	order, err := h.order(from, to)
	if err != nil {
		return nil, err
	}
	return g.pick(order), nil
}

// history is one question for a range.
type history struct {
	g           *Graph
	text        string
	lower       string // as typed, base where it is missing
	upper       string // as typed, heads where it is missing
	lowerRows   []int32
	upperRows   []int32
	currentDown bool // whether lower is `current`, with rows
	currentUp   bool
}

func (h *history) split(rows []string) error {
	h.lower, h.upper = "base", "heads"
	text := strings.TrimSpace(h.text)
	if text == "" {
		return nil
	}
	lower, upper, ok := strings.Cut(text, ":")
	if !ok || strings.Contains(upper, ":") {
		return &TargetError{Target: h.text, Why: "a history range is [start]:[end], with one colon"}
	}
	if lower == "current" && upper == "current" {
		return &TargetError{Target: h.text, Why: "current can be one end of a range only"}
	}
	if lower != "" && lower != "current" {
		h.lower = lower
	}
	if upper != "" && upper != "current" {
		h.upper = upper
	}
	if lower != "current" && upper != "current" || len(rows) == 0 {
		return nil
	}
	places, err := h.g.rowPlaces(rows)
	if lower == "current" {
		h.lowerRows, h.currentDown = places, true
	} else {
		h.upperRows, h.currentUp = places, true
	}
	return err
}

// targets is what the upper end means, restricted to the branch that the lower
// end names.
func (h *history) targets() ([]int32, error) {
	to := h.upperRows
	var err error
	if !h.currentUp {
		to, err = h.g.upgradeTargets(h.upper, h.origin(), true)
	}
	branch, _, ok := strings.Cut(h.lower, "@")
	if err != nil || !ok || branch == "" || branch == "base" {
		return to, err
	}
	return h.onBranch(branch, to)
}

// origin is where a relative upper end is counted from.
func (h *history) origin() origin {
	if h.currentDown {
		return h.g.rowOrigin(h.upper, h.lowerRows)
	}
	return origin{
		one: func() (int32, error) { return h.g.resolveOneText(h.lower) },
		all: func() ([]int32, error) {
			found, err := h.g.resolveText(h.lower)
			return realPlaces(found), err
		},
	}
}

// onBranch keeps the targets to which a label applies. For an id that is the
// only label of that revision, or its line where it has none or several.
func (h *history) onBranch(branch string, to []int32) ([]int32, error) {
	g := h.g
	t := target{text: h.lower, branch: branch, hasBranch: true}
	b, err := g.branch(t)
	if err != nil {
		return nil, err
	}
	if g.id(b) != branch {
		return among(to, g.labelled(branch)), nil
	}
	if labels := g.labels.of(b); len(labels) == 1 {
		return among(to, g.labelled(labels[0])), nil
	}
	line, err := g.line(t)
	return among(to, line), err
}

// start is the revisions that the lower end names; nothing for base.
func (h *history) start() ([]int32, error) {
	if h.currentDown {
		return h.lowerRows, nil
	}
	return h.g.resolveText(h.lower)
}

func (h *history) order(from, to []int32) ([]int32, error) {
	g := h.g
	needed := g.below.closure(to)
	for _, v := range from {
		if v < 0 || !needed[v] {
			return nil, &RangeNotAncestorError{Lower: h.lower, Upper: h.upper}
		}
	}
	if err := g.checkOverlap(from, false); err != nil {
		return nil, err
	}
	if len(from) == 0 {
		order, _ := g.sorted(needed, needed, to)
		return order, nil
	}
	wanted := g.children.closure(from)
	done := g.below.closure(from)
	start := g.setOf(from...)
	for v := range wanted {
		wanted[v] = wanted[v] && needed[v] && (!done[v] || start[v])
	}
	if order, ok := g.sorted(wanted, needed, to); ok {
		return order, nil
	}
	between := g.allChildren.closure(from)
	for v := range between {
		between[v] = between[v] && needed[v]
	}
	order, _ := g.sorted(between, between, to)
	return order, nil
}
