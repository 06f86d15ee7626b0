package compiler

import (
	"sqlbundle/graph"
	"sqlbundle/internal/syntax"
)

// transactions numbers the plan's transactions. A segment opens one of its
// own, except that with mode all neighbours across revisions share one where
// neither stands alone, no enum value was added before and no query is to be
// run between them.
func (p *Plan) transactions() {
	number := 0
	share := false // the open transaction may take another segment
	added := false // it ends with ALTER TYPE … ADD VALUE
	for _, step := range p.Steps {
		share = share && len(step.Require) == 0
		for _, s := range step.Segments {
			if s.Begin == "" {
				share = false
				continue
			}
			uses := len(s.Statements) > 0 && !s.startsWithValue()
			if !share || !p.joins(s) || added && uses {
				number++
				added = false
			}
			s.Transaction = number
			share = s.joint != alone
			added = s.addsValue() || added && len(s.Statements) == 0
		}
	}
}

func (p *Plan) joins(s *Segment) bool {
	if p.Direction == graph.Stamp {
		return true
	}
	return p.Settings.Transaction == All && s.joint == open
}

// startsWithValue tells whether the segment only adds enum values: a segment
// that begins with ADD VALUE holds nothing else.
func (s *Segment) startsWithValue() bool {
	return syntax.AddsEnumValue(s.Statements[0].node)
}
