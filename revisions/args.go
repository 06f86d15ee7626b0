package revisions

import (
	"strings"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
)

// parseNolint reads `nolint RULE[, RULE…] [-- reason]`.
func parseNolint(d directive, errs *source.ErrorList) *Nolint {
	n := &Nolint{File: d.file, Span: d.span}
	rules := d.args
	if i := strings.Index(d.Args(), "--"); i >= 0 {
		n.Reason = strings.TrimSpace(d.Args()[i+2:])
		rules = trim(d.file, source.Span{Start: d.args.Start, End: d.args.Start + i})
	}
	n.Rules = list(d.file, rules)
	if len(n.Rules) == 0 {
		errs.Add(d.error("`nolint` names no rule", "write `-- sqlbundle:nolint RULE -- reason`"))
		return nil
	}
	for _, r := range n.Rules {
		if r.ID == "" || strings.ContainsAny(r.ID, " \t") {
			errs.Add(d.errorAt(rules, "`nolint` takes rules separated by commas", "write the reason after ` -- `"))
			return nil
		}
	}
	return n
}

// parseTimeout reads `timeout [lock=5s] [statement=10min]`.
func parseTimeout(d directive, errs *source.ErrorList) *Timeout {
	t := &Timeout{}
	for _, word := range words(d.file, d.args) {
		key, value, ok := strings.Cut(word.ID, "=")
		target := map[string]*string{"lock": &t.Lock, "statement": &t.Statement}[key]
		switch {
		case target == nil || !ok:
			hint := suggest.Hint(key, []string{"lock", "statement"})
			if hint == "" {
				hint = "write `-- sqlbundle:timeout lock=5s statement=10min`"
			}
			errs.Add(d.errorAt(word.Span, "`timeout` does not know "+quote(word.ID), hint))
		case *target != "":
			errs.Add(d.errorAt(word.Span, quote(key)+" is given twice", ""))
		default:
			if msg, hint := pgsql.CheckTimeout(value); msg != "" {
				errs.Add(d.errorAt(word.Span, "`"+key+"` "+msg, hint))
			}
			*target = value
		}
	}
	if d.Args() == "" {
		errs.Add(d.error("`timeout` sets nothing", "write `-- sqlbundle:timeout lock=5s statement=10min`"))
	}
	return t
}

// irreversible marks a down section that cannot be gone back by.
const irreversible = "irreversible"

// sectionAttributes reads what follows the name of a section.
func sectionAttributes(d directive, s *Section, opts *Options, errs *source.ErrorList) {
	rest := words(d.file, d.args)
	dbSeen := false
	for i, word := range rest {
		key, value, hasValue := strings.Cut(word.ID, "=")
		switch {
		case word.ID == "notransaction" && !s.Kind.Queries():
			s.NoTransaction = true
		case word.ID == irreversible && s.Kind == Down:
			s.Irreversible = true
			if i+1 < len(rest) {
				s.Reason = d.file.Text[rest[i+1].Span.Start:d.args.End]
			} else {
				errs.Add(d.errorAt(word.Span, "`irreversible` gives no reason",
					"say why, for those who read it in a change window: `down irreversible REASON`"))
			}
			return
		case key == "db" && hasValue && !dbSeen:
			dbSeen = true
			s.Database = value
			checkDatabase(d, word, value, opts, errs)
		default:
			errs.Add(badAttribute(d, word, s.Kind))
		}
	}
}

func badAttribute(d directive, word Ref, kind Kind) *source.Error {
	known := []string{"notransaction", "db="}
	switch {
	case kind == Down:
		known = append(known, irreversible)
	case kind.Queries():
		known = []string{"db="}
	}
	key, _, _ := strings.Cut(word.ID, "=")
	hint := suggest.Hint(key, known)
	if hint == "" {
		hint = "known are: " + strings.Join(known, ", ")
	}
	return d.errorAt(word.Span, "`"+string(kind)+"` does not know "+quote(word.ID), hint)
}

func checkDatabase(d directive, word Ref, name string, opts *Options, errs *source.ErrorList) {
	if contains(opts.Databases, name) && name != "" {
		return
	}
	var known []string
	for _, n := range opts.Databases {
		if n != "" {
			known = append(known, n)
		}
	}
	hint := suggest.Hint(name, known)
	if hint == "" {
		hint = "databases are configured as [database.NAME]"
		if len(known) > 0 {
			hint = "configured are: " + strings.Join(known, ", ")
		}
	}
	errs.Add(d.errorAt(word.Span, "no database "+quote(name)+" is configured", hint))
}
