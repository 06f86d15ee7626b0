package graph

import (
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
	"sqlbundle/revisions"
)

// maxSuggestions is how many unknown names get suggestions: looking for one
// costs as much as there are revisions.
const maxSuggestions = 20

// New builds the graph of revisions, given in load order. Where something is
// wrong it returns a [*BuildError] with every problem and its place: an id
// that two files claim, a label that is taken, a parent or dependency that does
// not exist or is named twice, revisions that need each other.
func New(revs []*revisions.Revision) (*Graph, error) {
	b := &builder{g: &Graph{
		revs:  append([]*revisions.Revision(nil), revs...),
		ids:   make(map[string]int32, len(revs)),
		owner: map[string]int32{},
	}}
	b.indexIDs()
	b.indexLabels()
	b.linkParents()
	b.linkDependencies()
	all := joined(b.g.parents, b.g.deps, func(_, _ int32) bool { return true })
	b.g.allChildren = all.reversed()
	b.g.order = ordered(all, b.g.allChildren)
	if len(b.g.order) < len(revs) {
		b.reportCycles(all)
	}
	if len(b.causes) > 0 {
		problems, _ := b.problems.Err().(source.ErrorList)
		return nil, &BuildError{Problems: problems, Causes: b.causes}
	}
	b.finish()
	return b.g, nil
}

type builder struct {
	g         *Graph
	problems  source.ErrorList
	causes    []Error
	suggested int
	known     []string // all ids, made when the first suggestion is looked for
}

func (b *builder) report(v int32, at source.Span, cause problem) {
	what, hint := cause.parts()
	rule := ""
	if _, ok := cause.(*DuplicateError); ok {
		rule = "duplicate-revision-id"
	}
	b.problems.Add(&source.Error{File: b.g.revs[v].File, Span: at, Msg: what, Hint: hint, Rule: rule})
	b.causes = append(b.causes, cause)
}

func (b *builder) indexIDs() {
	for i, rev := range b.g.revs {
		v := int32(i)
		if strings.ContainsAny(rev.ID, illegal) || rev.ID == "" {
			b.report(v, rev.IDSpan, &NameError{Name: rev.ID, Why: illegalText})
		}
		first, taken := b.g.ids[rev.ID]
		if !taken {
			b.g.ids[rev.ID] = v
			continue
		}
		b.report(v, rev.IDSpan, &DuplicateError{
			ID: rev.ID, File: fileName(rev), Other: fileName(b.g.revs[first]),
		})
	}
}

func fileName(rev *revisions.Revision) string {
	if rev.File == nil {
		return "a file without a name"
	}
	return rev.File.Name
}

func (b *builder) indexLabels() {
	for v, rev := range b.g.revs {
		for _, label := range rev.Labels {
			cause := b.g.checkLabel(label.ID)
			if cause != nil {
				cause.Revision = rev.ID
				b.report(int32(v), label.Span, cause)
				continue
			}
			b.g.owner[label.ID] = int32(v)
			b.g.names = append(b.g.names, label.ID)
		}
	}
}

func (b *builder) linkParents() {
	b.g.parents = newEdges(len(b.g.revs))
	seen := make([]int32, len(b.g.revs))
	for i, rev := range b.g.revs {
		v := int32(i)
		for _, ref := range rev.Parents {
			w, known := b.g.ids[ref.ID]
			switch {
			case !known:
				b.reportUnknown(v, ref, false)
			case ref.ID == rev.ID:
				b.report(v, ref.Span, &CycleError{Cycle: []string{rev.ID}, Self: true})
			case seen[w] == v+1:
				b.report(v, ref.Span, &RepeatedParentError{Revision: rev.ID, Parent: ref.ID})
			default:
				seen[w] = v + 1
				b.g.parents.to = append(b.g.parents.to, w)
			}
		}
		b.g.parents.close()
	}
}

func (b *builder) linkDependencies() {
	b.g.deps = newEdges(len(b.g.revs))
	seen := make([]int32, len(b.g.revs))
	for i, rev := range b.g.revs {
		v := int32(i)
		for _, ref := range rev.DependsOn {
			w, known := b.g.exact(ref.ID)
			switch {
			case !known:
				b.reportUnknown(v, ref, true)
			case b.g.id(w) == rev.ID:
				b.report(v, ref.Span, &CycleError{
					Cycle: []string{rev.ID}, Dependency: true, Self: ref.ID == rev.ID,
				})
			case seen[w] != v+1:
				seen[w] = v + 1
				b.g.deps.to = append(b.g.deps.to, w)
			}
		}
		b.g.deps.close()
	}
}

// reportUnknown is for a parent, or with labels for a dependency, that does
// not exist.
func (b *builder) reportUnknown(v int32, ref revisions.Ref, labels bool) {
	cause := &UnknownRevisionError{Ref: ref.ID, Target: ref.ID}
	if owner, ok := b.g.owner[ref.ID]; ok && !labels {
		cause.Why = "it is a label, and parents are named by id: write " + b.g.id(owner)
	} else if b.suggested < maxSuggestions {
		b.suggested++
		cause.Near = suggest.Closest(ref.ID, b.candidates(labels))
	}
	b.report(v, ref.Span, cause)
}

func (b *builder) candidates(labels bool) []string {
	if b.known == nil {
		for _, rev := range b.g.revs {
			b.known = append(b.known, rev.ID)
		}
	}
	if labels {
		return append(b.known[:len(b.known):len(b.known)], b.g.names...)
	}
	return b.known
}

// finish fills in what only a sound graph has.
func (b *builder) finish() {
	g := b.g
	g.rank = make([]int32, len(g.revs))
	for i, v := range g.order {
		g.rank[v] = int32(i)
	}
	g.children = g.parents.reversed()
	inherited := g.inheritedDependencies()
	g.below = joined(g.parents, g.deps, func(v, w int32) bool { return !inherited[edge{v, w}] })
	for v := range int32(len(g.revs)) {
		if len(g.parents.of(v)) == 0 {
			g.bases = append(g.bases, v)
		}
		if len(g.children.of(v)) == 0 {
			g.heads = append(g.heads, v)
		}
		if len(g.allChildren.of(v)) == 0 {
			g.realHeads = append(g.realHeads, v)
		}
	}
	g.labels = g.newLabelling()
}

// ordered is the revisions so that all that one needs stands before it; those
// in a cycle and above one are left out. down and up are the same edges.
func ordered(down, up edges) []int32 {
	n := down.count()
	waits := make([]int32, n)
	order := make([]int32, 0, n)
	for v := range int32(n) {
		waits[v] = int32(len(down.of(v)))
		if waits[v] == 0 {
			order = append(order, v)
		}
	}
	for next := 0; next < len(order); next++ {
		for _, w := range up.of(order[next]) {
			waits[w]--
			if waits[w] == 0 {
				order = append(order, w)
			}
		}
	}
	return order
}
