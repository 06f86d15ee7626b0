package out

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// hostile is a name as a revision may spell it: U&"…" can hold any character.
const hostile = "t\n::error::x\r\x1b[31m%0A]]></failure><script>`[a](javascript:b)|\u202e**"

// sampleReport has a finding of each severity, of each kind of place, with all
// that may be hostile in one.
func sampleReport() FindingReport {
	first := source.NewFile("migrations/1f3a_create, 100%: é.sql", "-- Create\n\tDROP TABLE \"größe\"; -- \x1b[2J\nDROP TABLE\n  b;\n")
	second := source.NewFile("migrations/2b.sql", "DROP TABLE b;\n\nDROP TABLE b;\n")
	return FindingReport{Path: func(name string) string { return "db/" + name }, Findings: []lint.Finding{
		{Rule: "multiple-heads", Severity: lint.Error, Message: "the heads are 1f3a and 2b", Help: "merge them"},
		{
			Rule: "ban-drop-table", Severity: lint.Error, File: first, Span: spanOf(first, `DROP TABLE "größe"`), Revision: "1f3a",
			Message: "the rows of " + hostile + " are gone", Help: "keep " + hostile, Fix: "-- later\nDROP TABLE \"" + hostile + "\";\n",
		},
		{
			Rule: "ban-drop-table", Severity: lint.Warning, File: first, Span: spanOf(first, "DROP TABLE\n  b"), Revision: "1f3a",
			Message: "the rows of b are gone",
		},
		{Rule: "ban-drop-table", Severity: lint.Notice, File: second, Span: source.Span{Start: 0, End: 12}, Revision: "2b", Message: "one", Help: "wait"},
		{Rule: "ban-drop-table", Severity: lint.Notice, File: second, Span: source.Span{Start: 15, End: 27}, Revision: "2b", Message: "two", Help: "wait"},
	}}
}

func spanOf(f *source.File, text string) source.Span {
	start := strings.Index(f.Text, text)
	return source.Span{Start: start, End: start + len(text)}
}

func TestFindings(t *testing.T) {
	for _, f := range FindingFormats() {
		golden(t, "findings/"+f.Name, written(t, f.Write, sampleReport()))
		golden(t, "findings/none_"+f.Name, written(t, f.Write, FindingReport{}))
	}
	coloured := sampleReport()
	coloured.Style = term.Style{Colour: true}
	golden(t, "findings/coloured", written(t, findingsText, coloured))
}

// repeated is the sample's last finding n times, after another that weighs more.
func repeated(n int) FindingReport {
	r := sampleReport()
	r.Findings = append(slices.Repeat(r.Findings[4:], n), r.Findings[1])
	return r
}

// GitHub shows ten annotations of a kind: the tenth counts the others.
func TestFindingsGitHubLimit(t *testing.T) {
	for n, want := range map[int]string{10: "::notice file=", 11: "::notice title=sqlbundle lint::2 more", 500: "::notice title=sqlbundle lint::491 more"} {
		lines := strings.Split(strings.TrimSpace(written(t, findingsGitHub, repeated(n))), "\n")
		if len(lines) != 11 || !strings.HasPrefix(lines[0], "::error ") || !strings.HasPrefix(lines[10], want) {
			t.Errorf("of %d findings there are %d lines, the last one is %s", n, len(lines), lines[len(lines)-1])
		}
	}
}

// Code scanning refuses files with more results than it accepts.
func TestFindingsSARIFLimit(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(written(t, findingsSARIF, repeated(maxResults))), &log); err != nil {
		t.Fatal(err)
	}
	if results := log.Runs[0].Results; len(results) != maxResults || results[0].Level != "error" {
		t.Errorf("there are %d results, the first one is of level %s", len(results), results[0].Level)
	}
}

// A finding is the same one where lines before it come and go, where its
// statement is laid out anew and where its file gets another name.
func TestFingerprints(t *testing.T) {
	at := func(name, text string, rev string) lint.Finding {
		start := strings.Index(text, "DROP")
		return lint.Finding{Rule: "r", Revision: rev, File: source.NewFile(name, text), Span: source.Span{Start: start, End: strings.Index(text, ";")}}
	}
	first := at("a.sql", "DROP TABLE a;", "a1")
	for name, same := range map[string]lint.Finding{
		"moved":     at("a.sql", "-- why\n\nSELECT 1, DROP TABLE a;", "a1"),
		"laid out":  at("a.sql", "DROP\n\tTABLE  a;", "a1"),
		"renamed":   at("b.sql", "DROP TABLE a;", "a1"),
		"more said": func() lint.Finding { f := first; f.Message, f.Severity = "m", lint.Error; return f }(),
	} {
		if fingerprints([]lint.Finding{first})[0] != fingerprints([]lint.Finding{same})[0] {
			t.Errorf("%s: the finding counts as a new one", name)
		}
	}
	several := []lint.Finding{
		first, first, at("a.sql", "DROP TABLE b;", "a1"), at("a.sql", "DROP TABLE a;", "a2"), at("a.sql", "DROP TABLE a;", ""), at("b.sql", "DROP TABLE a;", ""),
	}
	prints := fingerprints(several)
	slices.Sort(prints)
	if n := len(slices.Compact(prints)); n != len(several) {
		t.Errorf("%d findings have %d fingerprints", len(several), n)
	}
}

// FuzzFindings: whatever a name holds, each format stays what it is.
func FuzzFindings(f *testing.F) {
	f.Add(hostile, "a.sql")
	f.Add("\u2028\u0085]]>\x00", "a b/c:d,e%\n.sql")
	f.Fuzz(func(t *testing.T, text, name string) {
		file := source.NewFile(name, text)
		r := FindingReport{Findings: []lint.Finding{
			{Rule: "ban-drop-table", Severity: lint.Error, File: file, Span: source.Span{End: len(text)}, Message: text, Help: text, Fix: text},
			{Rule: "ban-drop-table", Severity: lint.Notice, Message: text},
		}}
		for _, f := range FindingFormats() {
			text := written(t, f.Write, r)
			switch f.Name {
			case "json", "sarif", "gitlab":
				if !json.Valid([]byte(text)) {
					t.Errorf("%s is no JSON: %s", f.Name, text)
				}
			default:
				shown(t, f.Name, text)
			}
		}
		for i, line := range strings.Split(strings.TrimSuffix(written(t, findingsGitHub, r), "\n"), "\n") {
			if want := []string{"::error file=", "::notice title="}; i >= len(want) || !strings.HasPrefix(line, want[i]) {
				t.Errorf("line %d is %q", i, line)
			}
		}
		if err := readXML(written(t, findingsJUnit, r)); err != nil {
			t.Error(err)
		}
	})
}

// shown wants a text to hold nothing but lines that show what they hold.
func shown(t *testing.T, format, text string) {
	t.Helper()
	at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) })
	if at >= 0 {
		t.Errorf("%s has %q", format, text[at:])
	}
}

// readXML reads all of a document, in which only the report's elements are.
func readXML(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && !slices.Contains([]string{"testsuites", "testsuite", "testcase", "failure", "system-out"}, e.Name.Local) {
			return fmt.Errorf("there is an element %s", e.Name.Local)
		}
	}
}
