package executor

import (
	"regexp"
	"strings"
)

// steering is how the scripts say that they are run with one of their variables.
var steering = regexp.MustCompile(`psql -X -v sqlbundle_(abandon|stop_after)=([A-Za-z0-9_.]+),? -f (THIS_FILE|upgrade\.sql|rollback\.sql)`)

// remade is how a script tells to make another that begins elsewhere.
var remade = regexp.MustCompile(`Make the script from where the database stands: (sqlbundle \S+ \S+) --sql`)

// inWords says what a script tells a person with psql to do as it is done with
// the command that runs: the scripts' variables are its flags.
func (b *Bundle) inWords(text string) string {
	text = steering.ReplaceAllStringFunc(text, func(command string) string {
		m := steering.FindStringSubmatch(command)
		said := b.flag(m[1], m[2], m[3])
		if strings.Contains(command, ",") {
			said += ","
		}
		return said
	})
	for _, same := range [...]struct{ script, command string }{
		{"un this script without sqlbundle_abandon", "un this command without --abandon"},
		{"sqlbundle_abandon=", "--abandon "},
		{"sqlbundle_stop_after=", "--stop-after "},
		{"un this script again", "un this command again"},
	} {
		text = strings.ReplaceAll(text, same.script, same.command)
	}
	if b.Digest == "" {
		text = remade.ReplaceAllString(text, "Begin where the database stands: $1")
	}
	if strings.Contains(text, "Make the rest: sqlbundle ") {
		text += ". Or make the bundle with --dialect psql and apply that: it goes on there."
	}
	return text
}

// flag is what stands for a variable of a file's.
func (b *Bundle) flag(variable, revision, file string) string {
	made := b.Digest == "" // of a plan, without a bundle
	switch {
	case variable == "abandon":
		return "this command with --abandon " + revision
	case made && file == "upgrade.sql":
		return "sqlbundle upgrade " + revision
	case made && file == "rollback.sql":
		return "sqlbundle downgrade " + revision + "@-1"
	case made:
		return "sqlbundle downgrade " + revision
	case file == "upgrade.sql":
		return "this command with --stop-after " + revision + ", without --rollback"
	case file == "rollback.sql":
		return "this command with --rollback --stop-after " + revision
	}
	return "this command with --stop-after " + revision
}
