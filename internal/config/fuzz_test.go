package config

import (
	"errors"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"sqlbundle/internal/source"
)

// Whatever stands in the file: no panic; either a configuration, and then the
// file is TOML to its own decoder too, or errors which each have a place
// inside the file.
func FuzzLoad(f *testing.F) {
	f.Add(Sample())
	f.Add(commentedExample.ReplaceAllString(commentedKey.ReplaceAllString(Sample(), "$1"), "$1"))
	for _, text := range []string{
		"[project]\nmigrations = ['a',\nfile_template = '{x}'", "[[a]]\n[a.b]\na.b = {c = [1, {d = 2}]}",
		"[bundle\nrole = \"\\u12\"", "a = '''\n", "\ufeff# é\r\n[lint.paths.'a[']\nx = \"off\"", "a = \xff", "a=[[[[[[",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Load("f.toml", []byte(text))
		if err == nil {
			var tree map[string]any
			if err := toml.Unmarshal([]byte(c.File.Text), &tree); err != nil {
				t.Fatalf("what is no TOML was accepted: %v", err)
			}
			for key := range c.places {
				c.File.Slice(c.Problem(key, "", "").Span)
			}
			return
		}
		var list source.ErrorList
		if c != nil || !errors.As(err, &list) || len(list) == 0 {
			t.Fatalf("Load gives %v and %v", c, err)
		}
		for _, e := range list {
			if e.Msg == "" || e.Span.Start > e.Span.End {
				t.Fatalf("bad error %+v", e)
			}
			e.File.Slice(e.Span)
			e.File.Position(e.Span.Start)
		}
	})
}
