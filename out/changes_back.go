package out

import (
	"regexp"
	"strings"
)

// What rollback.sql has for each revision stands below such lines.
var (
	backBanner = regexp.MustCompile(`^-- ======== step \d+/\d+: \w+ ([^\s,]+)(.*)$`)
	// The script's own lines have numbers of steps, which an added revision shifts,
	// and digests of segments, which stand for statements that are there anyway.
	backOwn     = regexp.MustCompile(`^(\\|EXECUTE sqlbundle_|    VALUES \('[^']*', 'downgrade', )`)
	backNumbers = regexp.MustCompile(`(sqlbundle_(?:at|stop|begun|inside|undo)_)\d+|'[0-9a-f]{16}'`)
	backEvent   = regexp.MustCompile(`(sqlbundle: step )\d+/\d+`)
	// The plain dialect names places of the plan, and commands that make the rest.
	backPlace = regexp.MustCompile(`(sqlbundle_guard\(|CASE )'[^']*/\d+'|(: sqlbundle )(?:bundle|upgrade|downgrade) [^']*`)
	// backSilent are whole lines of the script's own by which psql finds its place.
	backSilent = regexp.MustCompile(`^(\\if :\{\?sqlbundle_at_…_\d+\} \\set sqlbundle_go on \\endif \\if :sqlbundle_go \\echo sqlbundle: step … \w+ \S+ segment \d+/\d+|` +
		`\\if :sqlbundle_todo|(\\if :\{\?sqlbundle_stop_…\} \\set sqlbundle_go off \\endif )?\\endif|EXECUTE sqlbundle_(start|done|last)\('[^']*', [\d, ]+, …(, :'sqlbundle_look')?\) \\gset|)$`)
	backPlan = regexp.MustCompile(`'sqlbundle ([0-9a-f]{12})'`)
)

// waysBack are the parts of rollback.sql by revision, without what depends on the
// rest of the script.
func waysBack(script string) map[string]string {
	// The digest of the whole way back changes with any revision.
	if m := backPlan.FindStringSubmatch(script); m != nil {
		script = regexp.MustCompile(m[1]+`(?:[0-9a-f]{52})?`).ReplaceAllLiteralString(script, "…")
	}
	parts := map[string]string{}
	id := ""
	var b strings.Builder
	end := func() {
		if id != "" {
			parts[id] += b.String()
		}
		id = ""
		b.Reset()
	}
	fresh := false
	for line := range strings.Lines(script) {
		switch m := backBanner.FindStringSubmatch(strings.TrimRight(line, "\r\n")); {
		case m != nil:
			end()
			id, fresh = m[1], true
			b.WriteString("-- " + strings.TrimPrefix(m[2], ", ") + "\n")
			continue
		case strings.HasPrefix(line, "-- ======== "):
			end()
		case fresh && strings.HasPrefix(line, "-- "):
			// The message, which the revision has among its facts.
		case id != "":
			if backOwn.MatchString(line) {
				line = backNumbers.ReplaceAllString(line, "${1}…")
			}
			if strings.Contains(line, "'sqlbundle: %'") || strings.Contains(line, "sqlbundle_guard(") {
				line = backPlace.ReplaceAllString(line, "${1}${2}…")
			}
			b.WriteString(backEvent.ReplaceAllString(line, "${1}…"))
		}
		fresh = false
	}
	end()
	return parts
}

// shownBack leaves out of two ways back what only leads psql through the script,
// where they differ in more than that.
func shownBack(t *TextChange) (a, b string) {
	reduced := func(text string) string {
		var b strings.Builder
		for line := range strings.Lines(text) {
			if !backSilent.MatchString(strings.TrimSuffix(line, "\n")) {
				b.WriteString(line)
			}
		}
		return b.String()
	}
	if a, b = reduced(t.A), reduced(t.B); a == b {
		return t.A, t.B
	}
	return a, b
}
