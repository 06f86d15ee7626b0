package lint

import "sqlbundle/internal/effects"

// unlimited is the first statement of a section that makes writers wait for its
// own locks while no limit of a name is in force, with these locks; nil for
// none. Where only the running script knows the limit, there may be one.
func (p *pass) unlimited(x *section, name string, judged func(*statement) bool) (*statement, []effects.Lock) {
	for _, s := range x.statements {
		if !judged(s) || !p.limitOf(s, name).none() {
			continue
		}
		if locks := p.blocking(s); len(locks) > 0 {
			return s, locks
		}
	}
	return nil, nil
}

// limited is the statement with a time limit before it: as a directive where a
// SET LOCAL would stand in a transaction of its own, or take the directives that
// the statement has.
func (s *statement) limited(setting, directive, value string) string {
	alone := s.segment.Transaction == 0 || !s.byHand() && (s.NoTransaction || s.section.Section.NoTransaction)
	if alone || s.Timeout != nil || len(s.Nolint) > 0 {
		return lines("-- sqlbundle:timeout "+directive+"="+value, s.text())
	}
	return lines("SET LOCAL "+setting+" = '"+value+"';", s.text())
}
