package config

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
)

// FileName is what the configuration file is called.
const FileName = "sqlbundle.toml"

// Load reads the text of a configuration file; name is how messages call it.
// The error is a [source.ErrorList] of every problem in it.
func Load(name string, text []byte) (*Config, error) {
	l := &loader{config: Default()}
	l.all = settings(l.config)
	// A byte order mark is no part of the first line.
	l.config.File = source.NewFile(name, strings.TrimPrefix(string(text), "\ufeff"))
	l.config.places = map[string]source.Span{}
	if at := invalidUTF8(l.config.File.Text); at >= 0 {
		l.report(source.Span{Start: at, End: at + 1}, "the file is not UTF-8", "save it as UTF-8")
	} else {
		l.root(parse(l.config.File, &l.errs))
		l.tracking()
		l.release()
		l.retries()
	}
	if err := l.errs.Err(); err != nil {
		return nil, err
	}
	return l.config, nil
}

// loader carries what one file has given so far.
type loader struct {
	config *Config
	errs   source.ErrorList
	all    []setting
}

func (l *loader) root(t *table) {
	known := sections(l.all)
	for _, e := range t.entries {
		switch {
		case slices.Contains(known, e.name) && e.value.table == nil:
			l.report(e.key, e.name+" must be a section, not "+kindName(e.value.kind), "write ["+e.name+"]")
		case slices.Contains(known, e.name):
			l.section(e)
		case e.value.table != nil:
			l.report(e.key, "unknown section "+quote(e.name), suggest.Hint(e.name, known))
		default:
			l.unknownKey(e, "before the first section", known)
		}
	}
}

// section reads the keys of a section, or the section as a whole where its
// keys are the user's to name.
func (l *loader) section(section *entry) {
	if s := l.find(section.name); s != nil {
		s.read(l, s.name, section)
		return
	}
	for _, e := range section.value.table.entries {
		if s := l.find(section.name + "." + e.name); s != nil {
			l.setting(s, e)
			continue
		}
		l.unknownKey(e, "in ["+section.name+"]", keysOf(l.all, section.name))
	}
}

func (l *loader) setting(s *setting, e *entry) {
	l.config.places[s.name] = e.value.span
	s.read(l, s.name, e)
}

func (l *loader) find(name string) *setting {
	i := slices.IndexFunc(l.all, func(s setting) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return &l.all[i]
}

// unknownKey reports a key, and where it would be right.
func (l *loader) unknownKey(e *entry, where string, near []string) {
	hint := suggest.Hint(e.name, near)
	for _, section := range sections(l.all) {
		if slices.Contains(keysOf(l.all, section), e.name) {
			hint = quote(e.name) + " is a key of [" + section + "]"
		}
	}
	l.report(e.key, "unknown key "+quote(e.name)+" "+where, hint)
}

// tracking settles what depends on several keys.
func (l *loader) tracking() {
	t := &l.config.Tracking
	if t.Style == StyleAlembic && !l.config.IsSet("tracking.table") {
		t.Table = "alembic_version"
	}
	if t.Table != t.LogTable {
		return
	}
	key := "tracking.log_table"
	if !l.config.IsSet(key) {
		key = "tracking.table"
	}
	l.errs.Add(l.config.Problem(key, "tracking.table and tracking.log_table are both "+quote(t.Table),
		"give the log a table of its own"))
}

// release holds the exact release of the servers against their major version.
func (l *loader) release() {
	major, _, _ := strings.Cut(l.config.Lint.ServerRelease, ".")
	if want := strconv.Itoa(l.config.Project.TargetVersion); major != "" && major != want {
		l.errs.Add(l.config.Problem("lint.server_release",
			"lint.server_release is a release of PostgreSQL "+major+", and project.target_version is "+want,
			"set target_version to the major version of the oldest server, server_release to its exact one"))
	}
}

// retries refuses attempts that would never end.
func (l *loader) retries() {
	if ms, ok := pgsql.Milliseconds(l.config.Bundle.LockTimeout); ok && ms == 0 && l.config.Bundle.LockRetries > 0 {
		l.errs.Add(l.config.Problem("bundle.lock_retries", "bundle.lock_retries needs a lock_timeout: without a limit the first attempt waits for ever",
			`such as lock_timeout = "5s"`))
	}
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(s string) int {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			return i
		}
	}
	return -1
}
