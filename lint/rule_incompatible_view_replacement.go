package lint

var incompatibleViewReplacement = &Rule{
	ID: "incompatible-view-replacement", Title: "CREATE OR REPLACE cannot change it in this way",
	Group: GroupRefused, Severity: Error,
	Doc: "CREATE OR REPLACE VIEW may add columns at the end and nothing else (42P16); CREATE OR REPLACE " +
		"FUNCTION keeps the type of the result, the names of the arguments and their defaults (42P13). Drop " +
		"the object and make it again in the same transaction, with what depends on it.",
	check: checkRefused(replaceByDrop),
}

// replaceByDrop is the way that PostgreSQL takes. What depends on the object has
// to go and come back too, and that is for the author to write.
func replaceByDrop(_ *pass, s *statement) (help, fix string) {
	help = "drop it and make it again in the same transaction, together with what depends on it"
	view := s.node().GetViewStmt()
	rel := s.relation(view.GetView())
	replace := s.word("replace")
	or := s.word("or")
	if rel == nil || replace == s.Span || or == s.Span || or.Start > replace.Start {
		return help, ""
	}
	text := s.File.Text
	return help, lines("DROP VIEW "+s.name(rel)+";", text[s.Span.Start:or.Start]+text[replace.End+1:s.Span.End]+";")
}
