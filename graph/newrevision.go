package graph

import "sqlbundle/revisions"

// NewParents finds the parents of a revision that is about to be written, from
// the symbols of `revision --head` (by default head) or of `merge`. None means
// a new base. Each must be a head unless splice, and none may come twice.
func (g *Graph) NewParents(symbols []string, splice bool) ([]*revisions.Revision, error) {
	var found []int32
	seen := make(set, len(g.revs))
	for _, text := range symbols {
		places, err := g.resolveText(text)
		if err != nil {
			return nil, err
		}
		for _, v := range realPlaces(places) {
			if seen[v] {
				return nil, &TargetError{Target: text, Why: "duplicate head revisions specified: " + g.id(v) +
					" is given twice"}
			}
			if !splice && len(g.children.of(v)) > 0 {
				return nil, &TargetError{Target: text, Why: "revision " + g.id(v) + " is not a head revision;" +
					" use --splice to create a new branch from it"}
			}
			seen[v] = true
			found = append(found, v)
		}
	}
	return g.pick(found), nil
}

// NewDependencies is what the symbols of `revision --depends-on` are written
// as in the file: a label that applies to the revision stays, anything else
// becomes a full id. Each must name one revision.
func (g *Graph) NewDependencies(symbols []string) ([]string, error) {
	names := make([]string, len(symbols))
	for i, text := range symbols {
		v, err := g.resolveOneText(text)
		if err != nil {
			return nil, err
		}
		if v == atBase {
			return nil, &TargetError{Target: text, Why: "names no revision to depend on"}
		}
		names[i] = g.id(v)
		if _, label := g.owner[text]; label {
			names[i] = text
		}
	}
	return names, nil
}
