package config

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// problem is what is wrong with a value: msg goes on after the name of its
// key. The zero value is no problem.
type problem struct{ msg, hint string }

// check judges the text of a value.
type check func(string) problem

// maxIdentifier is how many bytes of a name PostgreSQL keeps (NAMEDATALEN - 1).
const maxIdentifier = 63

var (
	varName      = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	fieldName    = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	databaseName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)
	drive        = regexp.MustCompile(`^[A-Za-z]:`)
	searchPath   = regexp.MustCompile(`^ *` + searchName + `( *, *` + searchName + `)* *$`)
)

const searchName = `("(?:[^"[:cntrl:]]|"")+"|[\pL_][\pL\pN_$]*)`

// directives are the words after `sqlbundle:` that already mean something; a
// test holds them against those of the loader.
func directives() []string {
	return []string{
		"author", "batch", "commit", "created", "depends-on", "down", "end-raw", "include",
		"labels", "nolint", "notransaction", "raw", "require", "revises", "revision",
		"timeout", "up", "vars", "verify",
	}
}

// checkText refuses what no setting may hold: the text would end up in a
// script or on a terminal.
func checkText(s string) problem {
	for _, r := range s {
		if r == 0 {
			return problem{"holds a NUL character", "remove it"}
		}
		if unicode.Is(unicode.Bidi_Control, r) {
			return problem{
				"holds the bidirectional control character " + strconv.QuoteRuneToASCII(r), "remove it",
			}
		}
	}
	return problem{}
}

func checkNotEmpty(s string) problem {
	if strings.TrimSpace(s) == "" {
		return problem{"is empty", ""}
	}
	return problem{}
}

// optional lets the empty text pass.
func optional(c check) check {
	return func(s string) problem {
		if s == "" {
			return problem{}
		}
		return c(s)
	}
}

// checkPath accepts a path below the folder of the configuration file.
func checkPath(s string) problem {
	clean := path.Clean(s)
	switch {
	case s == "":
		return problem{"is empty", `write "." for the folder of the configuration file`}
	case strings.IndexFunc(s, unicode.IsControl) >= 0:
		return problem{"holds a control character: " + quote(s), ""}
	case strings.Contains(s, `\`):
		return problem{"holds a backslash: " + quote(s), "separate folders with /"}
	case path.IsAbs(s) || drive.MatchString(s):
		return problem{"is an absolute path: " + quote(s), "write it relative to the configuration file"}
	case clean == ".." || strings.HasPrefix(clean, "../"):
		return problem{
			"leads out of the project: " + quote(s),
			"it must be below the folder of the configuration file",
		}
	}
	return problem{}
}

func checkFile(s string) problem {
	if p := checkPath(s); p.msg != "" {
		return p
	}
	if path.Clean(s) == "." || strings.HasSuffix(s, "/") {
		return problem{"is a folder: " + quote(s), "name a file"}
	}
	return problem{}
}

// checkTable leaves room for the name of the table's primary key, which adds
// four bytes.
func checkTable(s string) problem {
	if p := checkIdentifier(s); p.msg != "" {
		return p
	}
	if len(s) > maxIdentifier-len("_pkc") {
		return problem{"is longer than 59 bytes: its primary key is named after it, with _pkc behind", ""}
	}
	return problem{}
}

// checkLogTable leaves room for the name of the log's index, which adds five
// bytes.
func checkLogTable(s string) problem {
	if p := checkIdentifier(s); p.msg != "" {
		return p
	}
	if len(s) > maxIdentifier-len("_open") {
		return problem{"is longer than 58 bytes: its index is named after it, with _open behind", ""}
	}
	return problem{}
}

func checkIdentifier(s string) problem {
	switch {
	case s == "":
		return problem{"is empty", ""}
	case len(s) > maxIdentifier:
		return problem{"is longer than 63 bytes, PostgreSQL would cut it", ""}
	}
	return problem{}
}

func checkSchema(s string) problem {
	if strings.HasPrefix(s, "pg_") || s == "information_schema" {
		return problem{"is a schema of PostgreSQL itself: " + quote(s), ""}
	}
	return checkIdentifier(s)
}

// checkSearchPath accepts what SET search_path would: names with commas.
func checkSearchPath(s string) problem {
	if !searchPath.MatchString(s) {
		return problem{
			"is not a list of schemas: " + quote(s),
			`write names with commas between, such as "app, public"`,
		}
	}
	return problem{}
}

func checkVarName(s string) problem {
	if !varName.MatchString(s) {
		return problem{"is not the name of a variable: " + quote(s), "use letters, digits and _"}
	}
	return problem{}
}

func checkField(s string) problem {
	switch {
	case !fieldName.MatchString(s):
		return problem{
			"is not the name of a header field: " + quote(s),
			"use lower-case letters, digits, _ and -, a letter first",
		}
	case slices.Contains(directives(), s):
		return problem{"is a directive already: " + quote(s), "take another name"}
	}
	return problem{}
}

func checkDatabaseName(s string) problem {
	if !databaseName.MatchString(s) || len(s) > maxIdentifier {
		return problem{
			"a database cannot be called " + quote(s),
			"use letters, digits, _, - and ., at most 63, a letter, digit or _ first",
		}
	}
	return problem{}
}
