package main

import (
	"io"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func model(t *testing.T) *kong.Node {
	t.Helper()
	parser, err := kong.New(&cli{}, kong.Name("sqlbundle"), kong.Writers(io.Discard, io.Discard), helpVars())
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model.Node
}

func TestHelpHasExamples(t *testing.T) {
	for _, c := range model(t).Children {
		if !strings.Contains(c.Detail, "Examples:\n  sqlbundle "+c.Name) && !strings.Contains(c.Detail, "\n  source <(sqlbundle "+c.Name) {
			t.Errorf("%s --help has no examples:\n%s", c.Name, c.Detail)
		}
	}
}

func TestGrammar(t *testing.T) {
	g := grammarOf(model(t))
	values := map[string]string{}
	for _, c := range g.Commands {
		for _, f := range append(c.Flags, g.Flags...) {
			values[c.Name+" --"+f.Long] = kind(f.TakesValue, f.Value)
		}
		for _, a := range c.Args {
			values[c.Name+" "+a.Name] = kind(true, a)
		}
	}
	for name, want := range map[string]string{
		"init dir": "folder", "inspect bundle": "file", "completion shell": "bash zsh fish", "merge revisions": "anything…",
		"revision --template": "file", "revision --version-path": "folder", "revision --splice": "", "revision --head": "anything…",
		"bundle --output": "file", "bundle --config": "file", "graph --format": "text dot mermaid", "show --color": "auto always never",
		"merge --help": "",
	} {
		if got, ok := values[name]; !ok || got != want {
			t.Errorf("%s: %q (%t), want %q", name, got, ok, want)
		}
	}
}

func kind(takesValue bool, a argument) string {
	dots := ""
	if a.Repeated {
		dots = "…"
	}
	switch {
	case !takesValue:
		return ""
	case len(a.Words) > 0:
		return strings.Join(a.Words, " ") + dots
	case a.File:
		return "file" + dots
	case a.Dir:
		return "folder" + dots
	}
	return "anything" + dots
}

// Help texts are data: none can end the quotes in which it stands.
func TestCompletionQuotes(t *testing.T) {
	const text = `it's [a]: $(x) \ "q"`
	for _, test := range []struct{ got, want string }{
		{shellQuote(text), `'it'\''s [a]: $(x) \ "q"'`},
		{fishQuote(text), `'it\'s [a]: $(x) \\ "q"'`},
		{zshText(text), `it's \[a\]\: $(x) \\ "q"`},
		{sentence("One thing. And\nmore."), "One thing"},
		{sentence("sqlbundle.toml\nhere."), "sqlbundle.toml here"},
	} {
		if test.got != test.want {
			t.Errorf("%s, want %s", test.got, test.want)
		}
	}
}
