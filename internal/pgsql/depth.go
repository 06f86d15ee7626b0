package pgsql

import (
	"fmt"

	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// maxDepth is how deep a parse tree may be. libpg_query turns the tree into a
// message by recursion in C without looking at the stack, which ends the
// process: measured, at about 22,000 levels with a stack of 8 MiB, at 5,500
// with one of 2 MiB. The message has a limit too, at 5,000 of most levels.
const maxDepth = 4000

const deepHint = "write a long list with IN, VALUES or an array, or make several statements of it"

// checkDepth refuses a text whose parse tree would be too deep. It counts, by
// tokens, what makes a tree deep without a bracket: chains of operators, joins
// and set operations. (The parser itself bounds how deep brackets go.)
func checkDepth(text string) error {
	// An operator with its operand takes two bytes.
	if len(text) < 2*maxDepth {
		return nil
	}
	tokens, err := Scan(text)
	if err != nil {
		return err
	}
	d := depth{levels: make([]level, 1, 16)}
	for _, t := range tokens {
		d.token(t.Kind)
		if d.sum > maxDepth {
			return &SyntaxError{
				Offset: t.Start, Hint: deepHint,
				Msg: fmt.Sprintf("the statement is nested too deeply, or chains more than %d operators, joins or unions", maxDepth),
			}
		}
	}
	return nil
}

// depth counts the chains that are open, one inside the other.
type depth struct {
	levels []level
	sum    int
}

// level is what stands between two brackets, or between CASE and END.
type level struct {
	isCase           bool
	sets, joins, ops int
}

func (d *depth) token(kind pg_query.Token) {
	top := &d.levels[len(d.levels)-1]
	switch kind {
	case pg_query.Token_ASCII_40, pg_query.Token_ASCII_91, pg_query.Token_CASE: // ( [
		d.levels = append(d.levels, level{isCase: kind == pg_query.Token_CASE})
	case pg_query.Token_ASCII_41, pg_query.Token_ASCII_93: // ) ]
		d.pop()
	case pg_query.Token_END_P:
		if top.isCase {
			d.pop()
		}
	case pg_query.Token_ASCII_59: // ;
		d.set(top, level{isCase: top.isCase})
	case pg_query.Token_UNION, pg_query.Token_INTERSECT, pg_query.Token_EXCEPT:
		d.set(top, level{isCase: top.isCase, sets: top.sets + 1})
	case pg_query.Token_ASCII_44: // ,
		d.set(top, level{isCase: top.isCase, sets: top.sets})
	case pg_query.Token_JOIN:
		d.set(top, level{isCase: top.isCase, sets: top.sets, joins: top.joins + 1})
	case pg_query.Token_AND, pg_query.Token_OR, pg_query.Token_WHEN, pg_query.Token_THEN, pg_query.Token_ELSE:
		// Chains of AND and OR are lists in the tree.
		d.set(top, level{isCase: top.isCase, sets: top.sets, joins: top.joins})
	default:
		if chains(kind) {
			top.ops++
			d.sum++
		}
	}
}

func (d *depth) set(top *level, to level) {
	d.sum += to.sets + to.joins + to.ops - top.sets - top.joins - top.ops
	*top = to
}

func (d *depth) pop() {
	if n := len(d.levels); n > 1 {
		d.set(&d.levels[n-1], level{})
		d.levels = d.levels[:n-1]
	}
}

// chains tells whether a token joins what stands before it with what follows,
// or stands before an operand, any number of times.
func chains(kind pg_query.Token) bool {
	switch kind {
	case pg_query.Token_Op, pg_query.Token_TYPECAST, pg_query.Token_OPERATOR, pg_query.Token_COLLATE, pg_query.Token_AT,
		pg_query.Token_LESS_EQUALS, pg_query.Token_GREATER_EQUALS, pg_query.Token_NOT_EQUALS,
		pg_query.Token_NOT, pg_query.Token_IS, pg_query.Token_ISNULL, pg_query.Token_NOTNULL,
		pg_query.Token_ASCII_37, pg_query.Token_ASCII_42, pg_query.Token_ASCII_43, pg_query.Token_ASCII_45, // % * + -
		pg_query.Token_ASCII_47, pg_query.Token_ASCII_60, pg_query.Token_ASCII_61, pg_query.Token_ASCII_62, // / < = >
		pg_query.Token_ASCII_94: // ^
		return true
	}
	return false
}
