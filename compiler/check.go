package compiler

import (
	"fmt"

	"sqlbundle/internal/syntax"
)

// check refuses what the server or the script's session would not survive.
func (c *cutter) check(s *Statement) {
	if newer := syntax.Newer(s.File.Text, s.Tokens, s.Node, c.target); newer != nil {
		at := *s.Statement
		if newer.Span.End > newer.Span.Start {
			at.Span = newer.Span
		}
		c.fail(&Statement{Statement: &at}, "newer-syntax-than-target",
			fmt.Sprintf("%s needs PostgreSQL %d, and the bundle is for %d on", newer.What, newer.Since, c.target),
			fmt.Sprintf("write it for PostgreSQL %d, or set [project] target_version = %d", c.target, newer.Since))
	}
	if s.node == nil {
		return
	}
	if s.Settings = syntax.Settings(s.node); len(s.Settings) > 0 {
		s.OnlySets = syntax.OnlySets(s.node)
	}
	if why := syntax.Breaks(s.node, s.SQL()); why != "" {
		c.fail(s, "", why, "")
	}
}
