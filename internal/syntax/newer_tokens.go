package syntax

import (
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// setsColumns tells whether SET at a place is ON DELETE SET NULL (columns).
func (w words) setsColumns(i int) bool {
	return w.at(i+1, pg.Token_NULL_P, openParen) || w.at(i+1, pg.Token_DEFAULT, openParen)
}

// unusualScale tells whether numeric at a place has a scale below zero or
// above the precision.
func (w words) unusualScale(i int) bool {
	if !w.at(i+1, openParen, pg.Token_ICONST, comma) {
		return false
	}
	if w.at(i+4, minus, pg.Token_ICONST, closeParen) {
		return true
	}
	if !w.at(i+4, pg.Token_ICONST, closeParen) {
		return false
	}
	precision, err1 := strconv.Atoi(w.raw(i + 2))
	scale, err2 := strconv.Atoi(w.raw(i + 4))
	return err1 == nil && err2 == nil && scale > precision
}

// findUnusualScale is the first place of such a type; -1 where there is none.
func (w words) findUnusualScale() int {
	for i := range w.tokens {
		switch w.kind(i) {
		case pg.Token_NUMERIC, pg.Token_DECIMAL_P, pg.Token_DEC:
			if w.unusualScale(i) {
				return i
			}
		}
	}
	return -1
}

// subqueryInFrom tells whether a parenthesis may open a subquery in FROM,
// where it needs an alias.
func (w words) subqueryInFrom(i int) bool {
	switch w.kind(i + 1) {
	case pg.Token_SELECT, pg.Token_VALUES, pg.Token_WITH, pg.Token_TABLE:
	default:
		return false
	}
	switch w.kind(i - 1) {
	case pg.Token_FROM, pg.Token_JOIN, pg.Token_LATERAL_P, pg.Token_USING, comma, openParen:
		return true
	}
	return false
}

// numbers looks for literals that only newer scanners read as one number.
func (f *finder) numbers() {
	for i := range f.tokens {
		switch f.kind(i) {
		case pg.Token_ICONST, pg.Token_FCONST:
			if what := newerNumber(f.raw(i)); what != "" {
				f.found(16, what, i, i)
			}
		}
	}
}

// newerNumber names what is new in a number; empty where nothing is.
func newerNumber(raw string) string {
	if len(raw) > 1 && raw[0] == '0' {
		switch raw[1] {
		case 'x', 'X':
			return "a hexadecimal integer"
		case 'o', 'O':
			return "an octal integer"
		case 'b', 'B':
			return "a binary integer"
		}
	}
	if strings.Contains(raw, "_") {
		return "an underscore in a number"
	}
	return ""
}

// within finds tokens in a row between the parentheses behind a word, not in
// parentheses of their own; -1 where they are not there.
func (w words) within(word pg.Token, kinds ...pg.Token) int {
	for i := range w.tokens {
		if !w.at(i, word, openParen) {
			continue
		}
		depth := 0
		for k, end := i+1, w.closing(i+1); k < end; k++ {
			switch w.kind(k) {
			case openParen:
				depth++
			case closeParen:
				depth--
			}
			if depth == 1 && w.at(k, kinds...) {
				return k
			}
		}
	}
	return -1
}

// identifier is what a word or a quoted identifier names.
func (w words) identifier(i int) string {
	if raw := w.raw(i); len(raw) > 2 && raw[0] == '"' {
		return strings.ReplaceAll(raw[1:len(raw)-1], `""`, `"`)
	}
	return w.word(i)
}

// bareLabels looks for a key word as a column label without AS, which servers
// before 14 refuse. The tree does not tell whether AS was written, so labels
// are counted against the places where one was: what is left over had none.
func (f *finder) bareLabels() {
	if f.target >= 14 || len(f.labels) == 0 || f.find(pg.Token_UIDENT) >= 0 {
		return
	}
	withAs := map[string]int{}
	for i := range f.tokens {
		if f.kind(i-1) == pg.Token_AS || f.kind(i) == pg.Token_IDENT {
			withAs[f.identifier(i)]++
		}
	}
	for i, token := range f.tokens {
		name := f.word(i)
		if !token.Keyword || newKeywords[name] || f.labels[name] <= withAs[name] {
			continue
		}
		if f.kind(i-1) != pg.Token_AS && f.kind(i-1) != dot && f.endsTarget(i+1) {
			f.found(14, "the key word "+strings.ToUpper(name)+" as a column label without AS", i, i)
			return
		}
	}
}

// endsTarget tells whether the token at a place can follow a column label.
func (w words) endsTarget(i int) bool {
	switch w.kind(i) {
	case pg.Token_NUL, comma, closeParen, pg.Token_FROM, pg.Token_WHERE, pg.Token_INTO,
		pg.Token_GROUP_P, pg.Token_ORDER, pg.Token_HAVING, pg.Token_LIMIT, pg.Token_UNION,
		pg.Token_EXCEPT, pg.Token_INTERSECT, pg.Token_WINDOW, pg.Token_OFFSET,
		pg.Token_FETCH, pg.Token_FOR, pg.Token_ON, pg.Token_ASCII_59, pg.Token_WITH,
		pg.Token_CREATE:
		return true
	}
	return false
}

// newKeywords became key words after 13, whose servers take them for plain
// identifiers.
var newKeywords = map[string]bool{
	"absent": true, "asensitive": true, "atomic": true, "breadth": true,
	"compression": true, "depth": true, "finalize": true, "format": true,
	"indent": true, "json": true, "json_array": true, "json_arrayagg": true,
	"json_object": true, "json_objectagg": true, "keys": true, "matched": true,
	"merge": true, "parameter": true, "return": true, "scalar": true,
	"system_user": true,
}
