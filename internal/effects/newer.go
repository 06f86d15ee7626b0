package effects

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// newer says what in a tree is more than its nodes say: forms of ALTER TABLE and
// CREATE TABLE of PostgreSQL 17 and 18, which the parser's grammar does not have.
// They are told by their tokens; the tree is that of an older form in their
// place.
type newer struct {
	virtual, notEnforced, enforced, notNull, period map[*pg.Constraint]bool
	// inherit is what ALTER CONSTRAINT sets, by the constraint's name.
	inherit map[string]bool
	// enforce is the same for [NOT] ENFORCED.
	enforce map[string]bool
	// expressions are the commands that are SET EXPRESSION, written as SET
	// DEFAULT.
	expressions map[*pg.AlterTableCmd]bool
}

// notNewer is that of all other trees.
var notNewer newer

// ApplyText is [Apply] for a text that the parser does not know. Where it is a
// newer form of ALTER TABLE or CREATE TABLE that can be told by its tokens, the
// catalog changes and the effects are known; otherwise nothing is.
func ApplyText(c *catalog.Catalog, text string, origin int) *Effects {
	p := &patcher{text: text}
	node, ok := p.parse()
	if !ok {
		return Apply(c, nil, origin)
	}
	if refusal := p.refusal(c.Version); refusal != nil {
		return &Effects{Refused: refusal}
	}
	r := newRun(c, origin, p.marks(node))
	defer r.done()
	return r.apply(node)
}

// refusal is why a server does not take the forms; nil where it does.
func (p *patcher) refusal(version int) *Refusal {
	for _, m := range p.found {
		if since := formsSince[m.form]; version < since && m.form == "no inherit" {
			// The older grammar reads the words, and says that they do not fit.
			return &Refusal{"0A000", "ALTER CONSTRAINT statement constraints cannot be marked NO INHERIT"}
		} else if version < since {
			return &Refusal{"42601", fmt.Sprintf("syntax error: %s is new in PostgreSQL %d", strings.ToUpper(m.form), since)}
		}
	}
	return nil
}

// newerStatement is what runs a statement of a routine that the parser does not
// know; ok is false where it is none of the newer forms either.
func (r *run) newerStatement(text string) (work func(), ok bool) {
	p := &patcher{text: text}
	node, ok := p.parse()
	return func() {
		if refusal := p.refusal(r.Version); refusal != nil {
			panic(refusal)
		}
		defer func(old *newer) { r.newer = old }(r.newer)
		r.newer = p.marks(node)
		r.statement(node)
	}, ok
}

// formsSince is the version that brought each form.
var formsSince = map[string]int{
	"virtual": 18, "not enforced": 18, "enforced": 18, "not null": 18, "period": 18, "inherit": 18, "no inherit": 18,
	"expression": 17,
}

// patcher writes a text anew with the older forms.
type patcher struct {
	text   string
	tokens []pgsql.Token
	out    strings.Builder
	at     int // how much of the text is written
	found  []mark
}

// mark is a newer form: where it stands in the new text, and which it is.
type mark struct {
	offset int
	form   string
	name   string
}

// parse gives the tree of the text with older forms in place of the newer ones;
// false where that does not parse either.
func (p *patcher) parse() (*pgsql.Node, bool) {
	tokens, err := pgsql.Scan(p.text)
	if err != nil {
		return nil, false
	}
	for _, t := range tokens {
		if !t.Comment() {
			p.tokens = append(p.tokens, t)
		}
	}
	for i := 0; i < len(p.tokens); i++ {
		i += p.form(i)
	}
	p.copyTo(len(p.text))
	if len(p.found) == 0 {
		return nil, false
	}
	stmts, err := pgsql.Parse(p.out.String())
	if err != nil || len(stmts) != 1 {
		return nil, false
	}
	switch stmts[0].Stmt.Node.(type) {
	case *pg.Node_AlterTableStmt, *pg.Node_CreateStmt:
		return stmts[0].Stmt, true
	}
	return nil, false
}

// word is a token in lower case; empty behind the last one.
func (p *patcher) word(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return strings.ToLower(p.text[p.tokens[i].Start:p.tokens[i].End])
}

func (p *patcher) words(i int, words ...string) bool {
	for n, w := range words {
		if p.word(i+n) != w {
			return false
		}
	}
	return true
}

// form rewrites the newer form that begins with a token, if one does, and tells
// how many further tokens it takes.
func (p *patcher) form(i int) int {
	switch {
	case p.word(i) == "virtual" && p.word(i-1) == ")":
		p.replace(i, 1, "STORED", "virtual")
	case p.words(i, "not", "enforced"):
		p.replace(i, 2, "", "not enforced")
		return 1
	case p.word(i) == "enforced":
		p.replace(i, 1, "", "enforced")
	case p.words(i, "without", "overlaps"):
		p.replace(i, 2, "", "period")
		return 1
	case p.word(i) == "period" && (p.word(i-1) == "," || p.word(i-1) == "(") && p.word(i+1) != "," && p.word(i+1) != ")":
		p.replace(i, 1, "", "period")
	case p.words(i, "not", "null") && p.tableConstraint(i):
		column := p.text[p.tokens[i+2].Start:p.tokens[i+2].End]
		p.replace(i, 3, "CHECK ("+column+" IS NOT NULL)", "not null")
		return 2
	case p.words(i, "set", "expression", "as"):
		p.replace(i, 3, "SET DEFAULT", "expression")
		return 2
	case p.words(i, "alter", "constraint"):
		return p.alterConstraint(i)
	}
	return 0
}

// tableConstraint tells whether NOT NULL stands where a constraint of the table
// does: behind ADD [CONSTRAINT name], or in a list with CONSTRAINT name.
func (p *patcher) tableConstraint(i int) bool {
	if i+2 >= len(p.tokens) {
		return false
	}
	switch before := p.word(i - 1); {
	case before == "add", before == "," && p.word(0) == "create":
		return true
	}
	return p.word(i-2) == "constraint" && (p.word(i-3) == "add" || p.word(i-3) == "," || p.word(i-3) == "(")
}

// alterConstraint takes ALTER CONSTRAINT name with what older servers do not
// have.
func (p *patcher) alterConstraint(i int) int {
	name := i + 2
	switch {
	case p.words(name+1, "no", "inherit"):
		p.markNamed(name, "no inherit")
		p.replace(name+1, 2, "", "")
		return 4
	case p.word(name+1) == "inherit":
		p.markNamed(name, "inherit")
		p.replace(name+1, 1, "", "")
		return 3
	case p.words(name+1, "not", "enforced"):
		p.markNamed(name, "not enforced")
		p.replace(name+1, 2, "", "")
		return 4
	case p.word(name+1) == "enforced":
		p.markNamed(name, "enforced")
		p.replace(name+1, 1, "", "")
		return 3
	}
	return 0
}

func (p *patcher) markNamed(i int, form string) {
	name := p.word(i)
	if strings.HasPrefix(name, `"`) {
		name = strings.ReplaceAll(p.text[p.tokens[i].Start+1:p.tokens[i].End-1], `""`, `"`)
	}
	p.found = append(p.found, mark{form: form, name: name})
}

func (p *patcher) replace(i, n int, with, form string) {
	p.copyTo(p.tokens[i].Start)
	if form != "" {
		p.found = append(p.found, mark{offset: p.out.Len(), form: form})
	}
	p.out.WriteString(with)
	p.at = p.tokens[i+n-1].End
}

func (p *patcher) copyTo(end int) {
	p.out.WriteString(p.text[p.at:end])
	p.at = end
}

// marks finds the nodes that the newer forms belong to.
func (p *patcher) marks(node *pgsql.Node) *newer {
	n := &newer{
		virtual: map[*pg.Constraint]bool{}, notEnforced: map[*pg.Constraint]bool{}, enforced: map[*pg.Constraint]bool{},
		notNull: map[*pg.Constraint]bool{}, period: map[*pg.Constraint]bool{},
		inherit: map[string]bool{}, enforce: map[string]bool{}, expressions: map[*pg.AlterTableCmd]bool{},
	}
	sets := map[string]map[*pg.Constraint]bool{
		"virtual": n.virtual, "not enforced": n.notEnforced, "enforced": n.enforced, "not null": n.notNull, "period": n.period,
	}
	for _, m := range p.found {
		switch {
		case m.form == "inherit" || m.form == "no inherit":
			n.inherit[m.name] = m.form == "inherit"
		case m.name != "":
			n.enforce[m.name] = m.form == "enforced"
		case m.form == "expression":
			if cmd := commandAt(node, m.offset); cmd != nil {
				n.expressions[cmd] = true
			}
		default:
			if k := constraintAt(node, m.offset); k != nil {
				sets[m.form][k] = true
			}
		}
	}
	return n
}

// constraintAt is the last constraint that begins at or before an offset.
func constraintAt(node *pgsql.Node, offset int) *pg.Constraint {
	var found *pg.Constraint
	pgsql.Walk(node, func(message any) bool {
		if k, ok := message.(*pg.Constraint); ok && int(k.Location) <= offset && (found == nil || k.Location >= found.Location) {
			found = k
		}
		return true
	})
	return found
}

// commandAt is the SET DEFAULT whose expression begins first behind an offset.
func commandAt(node *pgsql.Node, offset int) *pg.AlterTableCmd {
	var found *pg.AlterTableCmd
	best := -1
	for _, cmd := range node.GetAlterTableStmt().GetCmds() {
		c := cmd.GetAlterTableCmd()
		if c.GetSubtype() != pg.AlterTableType_AT_ColumnDefault {
			continue
		}
		if at := firstLocation(c.GetDef()); at >= offset && (best < 0 || at < best) {
			found, best = c, at
		}
	}
	return found
}

// firstLocation is where the leftmost node of an expression stands; -1 where no
// node tells.
func firstLocation(node *pgsql.Node) int {
	first := -1
	pgsql.Walk(node, func(message any) bool {
		if l, ok := message.(interface{ GetLocation() int32 }); ok {
			if at := int(l.GetLocation()); at > 0 && (first < 0 || at < first) {
				first = at
			}
		}
		return true
	})
	return first
}
