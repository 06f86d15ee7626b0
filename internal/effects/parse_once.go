package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/memo"
	"sqlbundle/internal/pgsql"
)

// What stands in bodies is parsed once: the function of a trigger runs for every
// statement that fires it.
var (
	parsedTexts    parses[[]*pg.RawStmt]
	parsedRoutines parses[[]pgsql.Step]
)

// ParseOnce is [pgsql.Parse] of a text of a body. The tree is shared, and must not be
// changed.
func ParseOnce(text string) ([]*pg.RawStmt, error) { return parsedTexts.get(text, pgsql.Parse) }

// RoutineOnce is [pgsql.ParseRoutine]; its steps are shared too.
func RoutineOnce(text string) ([]pgsql.Step, error) {
	return parsedRoutines.get(text, pgsql.ParseRoutine)
}

// parses remembers what texts were parsed to.
type parses[V any] struct{ memo.Memo[string, parse[V]] }

type parse[V any] struct {
	made V
	err  error
}

func (p *parses[V]) get(text string, work func(string) (V, error)) (V, error) {
	known := p.Get(text, func() parse[V] {
		made, err := work(text)
		return parse[V]{made, err}
	})
	return known.made, known.err
}
