package graph

import (
	"strings"
)

// illegal are the characters that the grammar of targets needs for itself.
const (
	illegal     = "@-+:, \t\r\n"
	illegalText = "must not be empty or hold any of @ - + : , or a blank"
)

// exact is the revision with this id, or the one that declares this label.
func (g *Graph) exact(name string) (int32, bool) {
	if v, ok := g.ids[name]; ok {
		return v, true
	}
	v, ok := g.owner[name]
	return v, ok
}

func (g *Graph) checkLabel(label string) *NameError {
	if label == "" || strings.ContainsAny(label, "@:, \t\r\n") {
		return &NameError{Name: label, Label: true, Why: "must not be empty or hold any of @ : , or a blank"}
	}
	if v, taken := g.exact(label); taken {
		return &NameError{Name: label, Label: true, Owner: g.id(v)}
	}
	return nil
}

// CheckNew tells whether a revision may be added that has this id and these
// labels. It returns a [*NameError] that names the revision which has one of
// them already, or says what is wrong with its form.
func (g *Graph) CheckNew(id string, labels []string) error {
	if id == "" || strings.ContainsAny(id, illegal) {
		return &NameError{Name: id, Why: illegalText}
	}
	if v, taken := g.exact(id); taken {
		return &NameError{Name: id, Owner: g.id(v)}
	}
	seen := map[string]bool{id: true}
	for _, label := range labels {
		if err := g.checkLabel(label); err != nil {
			return err
		}
		if seen[label] {
			return &NameError{Name: label, Label: true, Why: "is given twice"}
		}
		seen[label] = true
	}
	return nil
}

func (g *Graph) setOf(list ...int32) set {
	s := make(set, len(g.revs))
	for _, v := range list {
		s[v] = true
	}
	return s
}
