package psql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// commands are the commands that a script may use, each with its number of
// arguments; -1 for any.
var commands = map[string]int{
	"if": 1, "else": 0, "endif": 0, "set": -1, "unset": 1, "echo": -1, "gset": 0, "gexec": 0,
	"quit": 0, "pset": 2, "timing": 1, "encoding": 1,
}

// condition is one \if.
type condition struct {
	// taken tells whether a branch of it has been run or is; active whether this
	// one is; outer whether what stands around it is.
	taken, active, outer, inElse bool
	// kept is how much had been read of a statement, at which depth of
	// parentheses, when the branch began.
	kept, parens int
}

func (in *Interpreter) active() bool {
	return len(in.cond) == 0 || in.cond[len(in.cond)-1].active
}

// command runs a command; its backslash has been passed over.
func (in *Interpreter) command(script string) error {
	// A line break that was put between two lines, and nothing behind it.
	in.scan.out = trimNewline(in.scan.out)
	in.mark = in.scan.at() - 1
	name := in.scan.name()
	if _, known := commands[name]; !known {
		return in.fault("there is no command \\%s here", name)
	}
	run := in.active() || name == "if" || name == "else" || name == "endif"
	args, err := in.scan.arguments(run)
	if err == nil && run {
		err = in.do(script, name, args)
	} else if err != nil {
		err = in.fault("\\%s: %w", name, err)
	}
	if err == nil {
		in.scan.endCommand()
	}
	return err
}

// trimNewline takes the line break off that was put between two lines.
func trimNewline(out []byte) []byte {
	if n := len(out); n > 0 && out[n-1] == '\n' {
		return out[:n-1]
	}
	return out
}

// fault is an error of a script that no server has seen.
func (in *Interpreter) fault(format string, args ...any) error {
	return &Error{Line: in.line, Query: Query{Start: -1, Line: in.line}, Err: fmt.Errorf(format, args...)}
}

func (in *Interpreter) do(script, name string, args []string) error {
	switch name {
	case "if", "else", "endif":
		return in.branch(name, args)
	case "set":
		return in.set(args)
	case "unset":
		for _, arg := range args {
			delete(in.Vars, arg)
		}
	case "echo":
		if in.Echo != nil {
			return in.Echo(strings.Join(args, " "))
		}
	case "gset":
		return in.gset(script)
	case "gexec":
		return in.gexec(script)
	case "quit":
		in.quit = true
	case "encoding":
		_, err := in.exec(Query{Text: "set client_encoding to " + quoteLiteral(strings.Join(args, "")), Start: -1, Line: in.line})
		return err
	}
	return nil // \pset and \timing are about what psql prints
}

// fixed are the settings of psql that a script may only set to what this
// package does.
var fixed = map[string]string{
	"AUTOCOMMIT": "on", "SINGLELINE": "off", "SINGLESTEP": "off", "ON_ERROR_ROLLBACK": "off", "FETCH_COUNT": "0", "ECHO": "none", "ECHO_HIDDEN": "off",
}

func (in *Interpreter) set(args []string) error {
	if len(args) == 0 {
		return in.fault("\\set without a name")
	}
	name, value := args[0], strings.Join(args[1:], "")
	if want, ok := fixed[name]; ok && want != value {
		return in.fault("%s can only be %s here", name, want)
	}
	if name == "ON_ERROR_STOP" {
		if _, ok := boolean(value); !ok {
			return in.fault("ON_ERROR_STOP is no boolean")
		}
	}
	in.Vars[name] = value
	return nil
}

func (in *Interpreter) branch(name string, args []string) error {
	n := len(in.cond)
	if name == "if" {
		c := condition{outer: in.active(), kept: len(in.scan.out), parens: in.scan.parens}
		if c.outer {
			value, ok := boolean(strings.Join(args, " "))
			if !ok {
				return in.fault("\\if: no boolean")
			}
			c.active, c.taken = value, value
		}
		in.cond = append(in.cond, c)
		return nil
	}
	if n == 0 {
		return in.fault("\\%s without \\if", name)
	}
	c := &in.cond[n-1]
	if !c.active {
		in.scan.out, in.scan.parens = in.scan.out[:min(c.kept, len(in.scan.out))], c.parens
	}
	if name == "endif" {
		in.cond = in.cond[:n-1]
		return nil
	}
	if c.inElse {
		return in.fault("a second \\else")
	}
	c.active, c.taken, c.inElse = c.outer && !c.taken, true, true
	c.kept, c.parens = len(in.scan.out), in.scan.parens
	return nil
}

// errNothing is the error of a command that would send the statement before
// once more.
var errNothing = errors.New("there is no statement before it")

// ready gives the statement that a command sends.
func (in *Interpreter) ready(script, name string) (Query, error) {
	if len(in.scan.out) == 0 {
		return Query{}, in.fault("\\%s: %w", name, errNothing)
	}
	q := in.take(script, in.mark)
	in.scan.parens, in.scan.begins, in.scan.words = 0, 0, nil
	return q, nil
}

// gset sends the statement and puts the one row of its last result into
// variables.
func (in *Interpreter) gset(script string) error {
	q, err := in.ready(script, "gset")
	if err != nil {
		return err
	}
	results, err := in.exec(q)
	if err != nil || len(results) == 0 {
		return err
	}
	last := results[len(results)-1]
	in.show(results[:len(results)-1])
	if !last.Tuples {
		return nil
	}
	switch n := len(last.Rows) + last.More; {
	case n == 0:
		return in.stop(q, errors.New(`no rows returned for \gset`))
	case n > 1:
		return in.stop(q, errors.New(`more than one row returned for \gset`))
	}
	for i, name := range last.Columns {
		if value := last.Rows[0][i]; value != nil {
			in.Vars[name] = *value
		} else {
			delete(in.Vars, name)
		}
	}
	return nil
}

// gexec sends the statement, and then each value of its result as a statement.
func (in *Interpreter) gexec(script string) error {
	q, err := in.ready(script, "gexec")
	if err != nil {
		return err
	}
	results, err := in.exec(q)
	if err != nil || len(results) == 0 {
		return err
	}
	last := results[len(results)-1]
	if last.More > 0 {
		return in.stop(q, errors.New(`too many rows for \gexec`))
	}
	for _, row := range last.Rows {
		for _, value := range row {
			if value == nil {
				continue
			}
			made, err := in.exec(Query{Text: *value, Start: -1, Line: in.line})
			if err != nil {
				return err
			}
			in.show(made)
		}
	}
	return nil
}

// name reads the name of a command.
func (s *scanner) name() string {
	if !s.pop() {
		return ""
	}
	rest := s.rest()
	n := 0
	for n < len(rest) && rest[n] != '\\' && !blank(rest[n]) {
		n++
	}
	s.skip(n)
	return rest[:n]
}

// endCommand passes over the two backslashes that may end a command.
func (s *scanner) endCommand() {
	if s.pop() && strings.HasPrefix(s.rest(), `\\`) {
		s.skip(2)
	}
}

// arguments reads what follows a command, to the next one or to the end of the
// line; without evaluation, variables stay as they are.
func (s *scanner) arguments(evaluate bool) ([]string, error) {
	var args []string
	for s.pop() {
		rest := s.rest()
		switch {
		case blank(rest[0]):
			s.skip(1)
			continue
		case rest[0] == '\\':
			return args, nil
		}
		arg, some, err := s.argument(evaluate)
		if err != nil {
			return nil, err
		}
		if some {
			args = append(args, arg)
		}
	}
	return args, nil
}

// argument reads one argument; some tells whether there is one: an empty one
// counts where it was quoted.
func (s *scanner) argument(evaluate bool) (text string, some bool, err error) {
	var b strings.Builder
	for s.pop() {
		rest := s.rest()
		switch c := rest[0]; {
		case blank(c) || c == '\\':
			return b.String(), some || b.Len() > 0, nil
		case c == '\'':
			value, length, err := unquote(rest)
			if err != nil {
				return "", false, err
			}
			b.WriteString(value)
			s.skip(length)
			some = true
		case c == '`', c == '"', c == '|':
			// A program of the system's, and quoted names, which no script has.
			return "", false, fmt.Errorf("an argument holds %q", c)
		case c == ':':
			s.argumentVariable(&b, evaluate)
			some = true
		default:
			b.WriteByte(c)
			s.skip(1)
		}
	}
	return b.String(), some || b.Len() > 0, nil
}

func (s *scanner) argumentVariable(b *strings.Builder, evaluate bool) {
	r := reference(s.rest())
	if r.name == "" || !evaluate || s.static {
		n := max(1, r.length)
		b.WriteString(s.rest()[:n])
		s.skip(n)
		return
	}
	value, ok := s.vars(r.name)
	switch {
	case r.form == '?':
		b.WriteString(map[bool]string{true: "TRUE", false: "FALSE"}[ok])
	case !ok:
		b.WriteString(s.rest()[:r.length])
	case r.form == '\'':
		b.WriteString(quoteLiteral(value))
	case r.form == '"':
		b.WriteString(`"` + strings.ReplaceAll(value, `"`, `""`) + `"`)
	default:
		b.WriteString(value)
	}
	s.skip(r.length)
}

// unquote reads an argument in single quotes, with escapes; length is what it
// takes up.
func unquote(text string) (value string, length int, err error) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\'' && i+1 < len(text) && text[i+1] == '\'':
			b.WriteByte('\'')
			i++
		case c == '\'':
			return b.String(), i + 1, nil
		case c == '\\' && i+1 < len(text):
			i++
			if digit(text[i]) || text[i] == 'x' {
				return "", 0, errors.New("a quoted argument has an escape by number")
			}
			if n := strings.IndexByte("ntbrf", text[i]); n >= 0 {
				b.WriteByte("\n\t\b\r\f"[n])
			} else {
				b.WriteByte(text[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, errors.New("a quoted argument does not end")
}

// known refuses arguments that no script gives a command.
func fitting(name string, args []string) error {
	want := commands[name]
	switch {
	case name == "pset" && (len(args) == 0 || !slices.Contains(printing, args[0])):
		return errors.New("\\pset sets something that no script does")
	case name == "pset":
		return nil
	case name == "encoding" && !slices.Equal(args, []string{"UTF8"}):
		return errors.New("\\encoding is another than UTF8")
	case want >= 0 && len(args) != want:
		return fmt.Errorf("\\%s has %d arguments", name, len(args))
	}
	return nil
}

// printing are the settings of \pset that scripts make.
var printing = []string{"pager", "format", "tuples_only", "expanded", "footer", "border", "linestyle", "title"}
