package psql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Statement is what a script sends: its bytes from the first one, which may be
// that of a comment, to behind its semicolon or to the command that sends it, on
// the line Line.
type Statement struct{ Start, End, Line int }

// Check reads a script without running it. It returns its statements in order,
// without those that stand in variables; or an error where there is a command that the program's own
// scripts do not use, an \if without its end, or where something is left open.
func Check(script string) ([]Statement, error) {
	return check(script, false)
}

// Split reads a script of statements alone, for any client, and returns them in
// order. A command of psql is an error, and so is what is left open.
func Split(script string) ([]Statement, error) { return check(script, true) }

func check(script string, plain bool) ([]Statement, error) {
	c := checker{script: script}
	c.scan.static, c.scan.standard, c.scan.plain = true, true, plain
	if strings.ContainsRune(script, 0) {
		return nil, errors.New("it holds a byte 0")
	}
	for at := 0; at < len(script); {
		end := len(script)
		if i := strings.IndexByte(script[at:], '\n'); i >= 0 {
			end = at + i
		}
		c.line++
		if err := c.oneLine(at, end); err != nil {
			return nil, fmt.Errorf("line %d: %w", c.line, err)
		}
		at = end + 1
	}
	switch {
	case c.scan.in != code || len(c.scan.out) > 0:
		return nil, errors.New("its last statement does not end")
	case c.ifs > 0:
		return nil, errors.New(`an \if does not end`)
	}
	return c.list, nil
}

type checker struct {
	script string
	scan   scanner
	line   int
	ifs    int
	list   []Statement
}

func (c *checker) oneLine(at, end int) error {
	if !c.scan.begin(c.script[at:end], at) {
		return nil
	}
	for {
		switch c.scan.next() {
		case endOfLine:
			return nil
		case semicolon:
			c.finish(c.scan.at())
		case backslash:
			if err := c.command(c.scan.at() - 1); err != nil {
				return err
			}
		}
	}
}

func (c *checker) finish(end int) {
	if len(c.scan.out) > 0 {
		c.list = append(c.list, Statement{c.scan.start, end, c.line})
	}
	c.scan.out = c.scan.out[:0]
	c.scan.parens, c.scan.begins, c.scan.words = 0, 0, nil
}

// command looks at one; its backslash stands at an offset.
func (c *checker) command(at int) error {
	name := c.scan.name()
	if _, ok := commands[name]; !ok || c.scan.plain {
		return fmt.Errorf("the command \\%s is none of the scripts'", name)
	}
	args, err := c.scan.arguments(false)
	if err == nil {
		err = fitting(name, args)
	}
	if err != nil {
		return err
	}
	c.scan.endCommand()
	switch name {
	case "gset", "gexec":
		if len(c.scan.out) == 0 {
			return errNothing
		}
		c.finish(at)
		return nil
	case "if":
		c.ifs++
	case "endif":
		c.ifs--
	case "set":
		if len(args) == 0 {
			return errors.New("\\set without a name")
		}
		// What a variable holds may come to be read as commands.
		return harmless(args)
	}
	switch {
	case len(c.scan.out) > 0:
		return fmt.Errorf("\\%s stands inside a statement", name)
	case c.ifs < 0:
		return fmt.Errorf("\\%s without \\if", name)
	}
	return nil
}

// harmless refuses a value with a backslash outside of literals but for those
// that the scripts' own values have: \; \gset and two of them.
func harmless(args []string) error {
	for _, arg := range args[1:] {
		s := scanner{static: true, standard: true}
		for _, line := range strings.Split(arg, "\n") {
			if !s.begin(line, 1) {
				continue
			}
			for f := s.next(); f != endOfLine; f = s.next() {
				if f == semicolon {
					continue
				}
				if name := s.name(); !slices.Contains([]string{"gset", ""}, name) {
					return fmt.Errorf("a value holds the command \\%s", name)
				}
			}
		}
	}
	return nil
}
