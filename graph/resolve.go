package graph

import (
	"strings"
	"unicode/utf8"

	"sqlbundle/internal/suggest"
	"sqlbundle/revisions"
)

// Places that are no revision.
const (
	atBase    int32 = -1 // before every revision
	belowBase int32 = -2 // the end of a walk down that ran past a base
)

// Resolve finds the revisions that an absolute identifier names: `heads`,
// `left@head`, a partial id, a label, `-2` (two below each real head). None
// means base, the state before every revision.
func (g *Graph) Resolve(symbol string) ([]*revisions.Revision, error) {
	found, err := g.resolveText(symbol)
	if err != nil {
		return nil, err
	}
	return g.pick(realPlaces(found)), nil
}

// ResolveOne is [Graph.Resolve] where one revision is needed; nil means base.
// Several are a [*MultipleHeadsError], and `-2` is not found.
func (g *Graph) ResolveOne(symbol string) (*revisions.Revision, error) {
	v, err := g.resolveOneText(symbol)
	if err != nil || v == atBase {
		return nil, err
	}
	return g.revs[v], nil
}

func (g *Graph) resolveText(text string) ([]int32, error) {
	t, err := splitBranch(text)
	if err != nil {
		return nil, err
	}
	if symbol, offset := splitOffset(t.symbol); symbol == "" && strings.Trim(offset, "-0") != "" &&
		offset[0] == '-' {
		return g.belowHeads(t, offset)
	}
	return g.resolve(t)
}

func (g *Graph) resolveOneText(text string) (int32, error) {
	t, err := splitBranch(text)
	if err != nil {
		return atBase, err
	}
	return g.resolveOne(t)
}

// resolveOne is resolve where one revision, or base, is needed. The branch
// before base has to exist, though it selects nothing.
func (g *Graph) resolveOne(t target) (int32, error) {
	if t.symbol == "base" && t.filters() {
		_, err := g.branch(t)
		return atBase, err
	}
	found, err := g.resolve(t)
	switch {
	case err != nil || len(found) == 0:
		return atBase, err
	case len(found) > 1:
		return atBase, g.multipleHeads(t, found)
	}
	return found[0], nil
}

// resolve finds what an absolute target names; nothing for base.
func (g *Graph) resolve(t target) ([]int32, error) {
	switch t.symbol {
	case "base":
		return nil, nil
	case "heads", "head":
		return g.resolveHeads(t)
	}
	line, err := g.line(t)
	if err != nil {
		return nil, err
	}
	v, err := g.find(t, line)
	if err != nil {
		return nil, err
	}
	if line != nil && !line[v] {
		return nil, &NotMemberError{Revision: g.id(v), Branch: t.branch}
	}
	return []int32{v}, nil
}

func (g *Graph) resolveHeads(t target) ([]int32, error) {
	if !t.hasBranch && t.symbol == "heads" {
		return g.realHeads, nil
	}
	line, err := g.line(t)
	if err != nil {
		return nil, err
	}
	heads := among(g.heads, line)
	if t.symbol == "head" && len(heads) > 1 {
		return nil, g.multipleHeads(t, heads)
	}
	return heads, nil
}

// belowHeads is the revisions -N below the real heads, or below those to which
// the label before the @ applies.
func (g *Graph) belowHeads(t target, offset string) ([]int32, error) {
	heads := g.realHeads
	if t.hasBranch {
		heads = among(heads, g.labelled(t.branch))
	}
	walk, err := g.parseTarget("base" + offset)
	if err != nil {
		return nil, err
	}
	walk.text, walk.symbol = t.text, ""
	found := make([]int32, len(heads))
	for i, head := range heads {
		at, made, err := g.walk(walk, head, nil)
		if err != nil {
			return nil, err
		}
		if made < -walk.steps {
			return nil, g.tooFar(walk, head, made)
		}
		found[i] = at
	}
	return found, nil
}

// line is the revisions on the line of a target's branch: its ancestors and
// descendants by parents. It is nil where there is no branch to filter by.
func (g *Graph) line(t target) (set, error) {
	if !t.filters() {
		return nil, nil
	}
	b, err := g.branch(t)
	if err != nil {
		return nil, err
	}
	line := g.parents.closure([]int32{b})
	for v, in := range g.children.closure([]int32{b}) {
		line[v] = line[v] || in
	}
	return line, nil
}

// branch is the one revision that the text before the @ stands for.
func (g *Graph) branch(t target) (int32, error) {
	return g.find(target{text: t.text, symbol: t.branch, hasBranch: true}, nil)
}

// find looks a name up among ids and labels, then as the beginning of one;
// a line restricts the latter. A target that has a branch and is asked for
// nothing else is the branch itself.
func (g *Graph) find(t target, line set) (int32, error) {
	if v, ok := g.exact(t.symbol); ok {
		return v, nil
	}
	candidates := g.startingWith(t.symbol, line)
	switch len(candidates) {
	case 1:
		v, _ := g.exact(candidates[0])
		return v, nil
	case 0:
		return atBase, &UnknownRevisionError{
			Ref: t.symbol, Target: t.text, Branch: t.hasBranch && t.branch == "",
			Near: suggest.Closest(t.symbol, g.keys()), Short: utf8.RuneCountInString(t.symbol) < 4,
			Why: g.whyUnknown(t.symbol),
		}
	}
	return atBase, &AmbiguousError{Ref: t.symbol, Candidates: candidates}
}

// whyUnknown says what is wrong with the form of a name that was not found.
func (g *Graph) whyUnknown(symbol string) string {
	if why := garbage(symbol); why != "" {
		return why
	}
	if name, offset := splitOffset(symbol); offset != "" {
		if _, known := g.exact(name); known || name == "" || isWord(name) {
			return "a relative revision cannot stand here; write an id, a label, head or heads"
		}
	}
	if symbol == "current" {
		return "the rows of a database are not known here; write their revisions"
	}
	return ""
}

// startingWith is the ids, then the labels, that a partial name may mean:
// those of four characters or more.
func (g *Graph) startingWith(text string, line set) []string {
	var found []string
	fits := func(name string, v int32) bool {
		return strings.HasPrefix(name, text) && utf8.RuneCountInString(name) > 3 && (line == nil || line[v])
	}
	for v, rev := range g.revs {
		if fits(rev.ID, int32(v)) {
			found = append(found, rev.ID)
		}
	}
	for _, label := range g.names {
		if fits(label, g.owner[label]) {
			found = append(found, label)
		}
	}
	return found
}

// keys are all names that a target may use.
func (g *Graph) keys() []string {
	keys := make([]string, 0, len(g.revs)+len(g.names))
	for _, rev := range g.revs {
		keys = append(keys, rev.ID)
	}
	return append(keys, g.names...)
}

func (g *Graph) multipleHeads(t target, heads []int32) error {
	choices := make([]string, len(heads))
	for i, name := range g.branchNames(heads) {
		choices[i] = name + "@head"
	}
	return &MultipleHeadsError{Target: t.text, Heads: g.idsOf(heads), Choices: choices}
}

// branchNames gives each of several revisions the name that tells its branch
// from the others': a label that applies to it alone, or its id.
func (g *Graph) branchNames(list []int32) []string {
	names := make([]string, len(list))
	count := map[string]int{}
	labels := make([][]string, min(len(list), shown+1))
	for i := range labels {
		labels[i] = g.labels.of(list[i])
		for _, label := range labels[i] {
			count[label]++
		}
	}
	for i, v := range list {
		names[i] = g.id(v)
		if i >= len(labels) || len(list) > len(labels) {
			continue
		}
		for _, label := range labels[i] {
			if count[label] == 1 {
				names[i] = label
				break
			}
		}
	}
	return names
}

// among keeps those of a list that are in a set; a nil set keeps all.
func among(list []int32, s set) []int32 {
	if s == nil {
		return list
	}
	var kept []int32
	for _, v := range list {
		if s[v] {
			kept = append(kept, v)
		}
	}
	return kept
}

func realPlaces(list []int32) []int32 {
	var kept []int32
	for _, v := range list {
		if v >= 0 {
			kept = append(kept, v)
		}
	}
	return kept
}
