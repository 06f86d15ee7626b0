package out

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitFailure `xml:"failure"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// findingsJUnit writes a suite a file and a case a finding. Errors are failures;
// other findings pass and say what they have to say.
func findingsJUnit(w io.Writer, r FindingReport) error {
	report := junitReport{Name: "sqlbundle lint"}
	at := map[string]int{}
	for _, f := range r.Findings {
		name := term.Sanitize(r.path(f))
		c := junit(name, f)
		i, known := at[name]
		if !known {
			i = len(report.Suites)
			at[name] = i
			report.Suites = append(report.Suites, junitSuite{Name: name})
		}
		s := &report.Suites[i]
		s.Cases = append(s.Cases, c)
		s.Tests++
		report.Tests++
		if c.Failure != nil {
			s.Failures++
			report.Failures++
		}
	}
	if len(r.Findings) == 0 {
		// A report without a case is taken for a run that did not take place.
		report.Tests = 1
		report.Suites = []junitSuite{{Name: "sqlbundle lint", Tests: 1, Cases: []junitCase{{Class: "sqlbundle lint", Name: "no findings"}}}}
	}
	text, err := xml.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

// junit is the case of a finding in a suite.
func junit(suite string, f lint.Finding) junitCase {
	start, _ := place(f)
	c := junitCase{Class: suite, Name: fmt.Sprintf("%s at %d:%d", f.Rule, start.Line, start.Column)}
	message, rest, _ := strings.Cut(fullText(f), "\n")
	if f.Severity == lint.Error {
		c.Failure = &junitFailure{string(f.Severity), message, strings.TrimSpace(rest)}
	} else {
		c.Out = string(f.Severity) + ": " + message + "\n" + rest
	}
	return c
}
