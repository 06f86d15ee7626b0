package effects

import (
	"strconv"
	"strings"

	"sqlbundle/internal/catalog"
)

// datum is a value in a body, as far as the history tells it. The zero value is
// one that nobody knows.
type datum struct {
	known, null bool
	// text is the value; "t" and "f" are those of a boolean. oid is an object's
	// number, where it is one.
	text string
	oid  catalog.OID
	// may tells of a value that nobody knows whether it can be another; nil
	// where it can be any.
	may func(datum) bool
}

var nothing = datum{null: true}

func textDatum(text string) datum      { return datum{known: true, text: text} }
func oidDatum(oid catalog.OID) datum   { return datum{known: true, oid: oid} }
func isOne(of func(string) bool) datum { return datum{may: func(d datum) bool { return of(d.text) }} }

func boolDatum(b bool) datum {
	if b {
		return textDatum("t")
	}
	return textDatum("f")
}

// open tells whether nobody knows the value.
func (d datum) open() bool { return !d.known && !d.null }

// is tells whether the value surely is a boolean.
func (d datum) is(b bool) bool { return d.known && d.oid == 0 && truth(d.text) == boolDatum(b).text }

func (d datum) same(e datum) bool {
	return !d.open() && d.known == e.known && d.null == e.null && d.text == e.text && d.oid == e.oid
}

// not is NOT.
func (d datum) not() datum {
	if d.known {
		return boolDatum(!d.is(true))
	}
	return d
}

// both is AND, either is OR.
func both(a, b datum) datum {
	switch {
	case a.is(false) || b.is(false):
		return boolDatum(false)
	case a.open() || b.open():
		return datum{}
	case a.null:
		return a
	}
	return b
}

func either(a, b datum) datum { return both(a.not(), b.not()).not() }

// equal is "=".
func equal(a, b datum) datum {
	switch {
	case a.null || b.null:
		return nothing
	case a.open() && b.known && a.may != nil && !a.may(b), b.open() && a.known && b.may != nil && !b.may(a):
		return boolDatum(false)
	case a.open() || b.open() || (a.oid == 0) != (b.oid == 0):
		return datum{}
	case a.oid != 0:
		return boolDatum(a.oid == b.oid)
	}
	return boolDatum(a.text == b.text || truth(a.text) == "t" && b.text == "t" || truth(a.text) == "f" && b.text == "f")
}

// compareData is a comparison by an operator.
func compareData(op string, a, b datum) datum {
	switch op {
	case "=":
		return equal(a, b)
	case "<>":
		return equal(a, b).not()
	case "||":
		if a.null || b.null {
			return nothing
		}
		if !a.known || !b.known || a.oid != 0 || b.oid != 0 {
			return datum{}
		}
		return textDatum(a.text + b.text)
	}
	if a.null || b.null {
		return nothing
	}
	x, xErr := strconv.ParseInt(a.text, 10, 64)
	y, yErr := strconv.ParseInt(b.text, 10, 64)
	if commuted[op] == "" || !a.known || !b.known || xErr != nil || yErr != nil {
		return datum{}
	}
	switch {
	case x < y:
		return boolDatum(holds(op, -1))
	case x > y:
		return boolDatum(holds(op, 1))
	}
	return boolDatum(holds(op, 0))
}

// likeDatum is LIKE, or ILIKE where fold holds.
func likeDatum(text, pattern datum, fold bool) datum {
	if text.null || pattern.null {
		return nothing
	}
	if !text.known || !pattern.known || text.oid != 0 {
		return datum{}
	}
	t, p := text.text, pattern.text
	if fold {
		t, p = strings.ToLower(t), strings.ToLower(p)
	}
	return boolDatum(isLike([]rune(t), []rune(p)))
}

// isLike matches greedily, and goes back to the last "%" only: that is enough.
func isLike(text, pattern []rune) bool {
	at, p, again, mark := 0, 0, -1, 0
	for at < len(text) {
		width := 1
		if p+1 < len(pattern) && pattern[p] == '\\' {
			width = 2
		}
		switch {
		case p < len(pattern) && pattern[p] == '%':
			p++
			again, mark = p, at
		case p < len(pattern) && (width == 1 && pattern[p] == '_' || pattern[p+width-1] == text[at]):
			at, p = at+1, p+width
		case again >= 0:
			mark++
			at, p = mark, again
		default:
			return false
		}
	}
	return strings.Trim(string(pattern[p:]), "%") == ""
}
