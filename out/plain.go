package out

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// Place is a point of a plan: behind a segment of a step, both counted from 1.
// The zero value is where the plan starts.
type Place struct{ Step, Segment int }

// PlainScript writes a plan as statements alone, for any client that sends
// them one by one: all of it, or what stands behind a place. It returns where
// each statement that it has written stands, in the plan's order. Errors, in a
// [source.ErrorList] where they have a place, name what needs psql; else it
// fails only where w does.
//
// No client skips anything here. The session is read-only, and each segment
// opens a transaction that writes only where all before it is done; so what
// follows an error changes nothing, in a client that goes on as well. Where the
// database stands elsewhere the script refuses with the command that makes the
// rest.
func PlainScript(w io.Writer, plan *compiler.Plan, after Place) ([]Range, error) {
	if err := plainProblems(plan); err != nil {
		return nil, err
	}
	p := newPlain(w, plan, after)
	p.header()
	p.session()
	p.prepare()
	p.checks()
	p.place()
	for i := range plan.Steps {
		p.step(i)
	}
	p.end()
	if err := p.w.Flush(); err != nil {
		return nil, fmt.Errorf("writing the script: %w", err)
	}
	return p.ranges, nil
}

// plainScript is a script without commands of psql.
type plainScript struct {
	*script
	// step and segment are where it begins, both counted from 0.
	first, segment int
}

func newPlain(w io.Writer, plan *compiler.Plan, after Place) *plainScript {
	s := newScript(w, plan)
	p := &plainScript{script: s}
	if after.Step > 0 {
		p.first, p.segment = after.Step-1, after.Segment
		if p.segment == len(plan.Steps[p.first].Segments) {
			p.first, p.segment = p.first+1, 0
		}
	}
	s.read = readAsWritten + ";"
	s.reset = p.do("", lines(append(strings.Split(resetSession, `\; `), p.settings()...))...)
	return p
}

// lines are statements as lines of a block.
func lines(statements []string) []string {
	list := make([]string, len(statements))
	for i, sql := range statements {
		list[i] = "  " + sql + ";"
	}
	return list
}

// settings are the session's own. Writing is for transactions that say so.
func (p *plainScript) settings() []string {
	return append(p.script.settings(), "SET default_transaction_read_only = on")
}

// start is the name of the place where the plan starts.
const start = "start"

// marker names the place before a segment, both counted from 0: by the segment
// behind which it is.
func (p *plainScript) marker(step, segment int) string {
	steps := p.plan.Steps
	switch {
	case segment > 0:
		return steps[step].ID() + "/" + strconv.Itoa(segment)
	case step > 0:
		return steps[step-1].ID() + "/" + strconv.Itoa(len(steps[step-1].Segments))
	}
	return start
}

// begins is the marker of the place where the script begins.
func (p *plainScript) begins() string { return p.marker(p.first, p.segment) }

// rest is the command that makes the script which begins at a marker, an SQL
// expression, in another one. Where no command makes the plan, psql does the
// rest.
func (p *plainScript) rest(marker string) string {
	plan := p.plan
	from, database := strings.Join(plan.From, ","), p.databaseFlag()
	if from == "" {
		from = "base"
	}
	if plan.Direction == graph.Downgrade && len(plan.Targets) == 0 {
		// No downgrade leads to several heads. psql's rollback.sql finds its
		// place itself.
		to := strings.Join(plan.To, ",")
		if to == "" {
			to = "base"
		}
		return pgsql.QuoteLiteral("The rest is for psql, with the rollback.sql of: sqlbundle bundle " + to + ":" + ascii(sqlInline(strings.Join(plan.Undoes, " "))) + " --dialect psql" + database)
	}
	purge := ""
	if plan.Purge {
		purge = " --purge"
	}
	target := plan.Targets
	if plan.Direction == graph.Upgrade && len(plan.To) == 1 {
		target = plan.To
	}
	ranges := make([]string, len(target))
	for i, t := range target {
		ranges[i] = from + ":" + ascii(sqlInline(t))
	}
	if plan.Purge {
		ranges = target
	}
	command := fmt.Sprintf("sqlbundle %s %s%s%s --sql --dialect plain", plan.Direction, strings.Join(ranges, " "), purge, database)
	return pgsql.QuoteLiteral("Make the rest: "+command) + " || CASE " + marker + " WHEN '" + start + "' THEN '' ELSE ' --after ' || " + marker + " END"
}

// block writes a DO block.
func (p *plainScript) block(declare string, body ...string) { p.line("%s", p.do(declare, body...)) }

// do is a DO block. Its tag is one that does not stand in it.
func (p *plainScript) do(declare string, body ...string) string {
	tag, text := "$sqlbundle$", strings.Join(body, "\n")
	for n := 1; strings.Contains(text+declare, tag); n++ {
		tag = fmt.Sprintf("$sqlbundle%d$", n)
	}
	if declare != "" {
		declare = "DECLARE " + declare + " "
	}
	return "DO " + tag + " " + declare + "BEGIN\n" + text + "\nEND " + tag + ";"
}

// raises is a statement within a block that refuses: why and hint are SQL
// expressions.
func raises(why, hint string) string {
	return "RAISE EXCEPTION 'sqlbundle: %', " + why + " USING HINT = " + hint + ";"
}

// refuses is a raise under a condition.
func refuses(condition, why, hint string) string {
	return "  IF " + condition + " THEN " + raises(why, hint) + " END IF;"
}
