package revisions

// refusedAmongQueries refuses a directive that has nothing to say in a section
// of queries, which are parsed, judged and run one by one, read-only. True where nothing else is to be done with it: statements in raw
// stay unparsed all the same.
func (b *body) refusedAmongQueries(d directive) bool {
	if b.section == nil || !b.section.Kind.Queries() {
		return false
	}
	name, kind := d.Name(), string(b.section.Kind)
	hint := ""
	switch name {
	case "notransaction", "commit":
		hint = "take it out: the queries run read-only, one by one"
	case "batch":
		hint = "put it before an UPDATE or DELETE in the `up` section"
	case "raw":
		hint = "write the query in the syntax of PostgreSQL 16, so that it can be seen to change nothing"
	default:
		return false
	}
	b.errs.Add(d.error("`"+name+"` in a `"+kind+"` section, which holds queries alone", hint))
	return name != "raw"
}
