package config

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"sqlbundle/internal/source"
)

// parser turns the text into a tree, and goes on after an error of syntax at
// the next line that looks like a beginning.
type parser struct {
	tree
	toml unstable.Parser
	data []byte
	// base is where in the text the TOML parser was last started.
	base int
	// end is where the last good expression ends.
	end int
}

// parse reads the whole file into tables; what is wrong is added to errs.
func parse(file *source.File, errs *source.ErrorList) *table {
	root := newTable(headed)
	p := &parser{
		tree: tree{file: file, errs: errs, root: root, current: root},
		data: []byte(file.Text),
	}
	for at := 0; at < len(file.Text); at = p.restart() {
		p.run(at)
	}
	return root
}

// run reads expressions from at up to the end or the first error of syntax.
func (p *parser) run(at int) {
	p.base, p.end = at, at
	// The parser finds offsets by capacity, so it must be the length.
	p.toml.Reset(slices.Clip(p.data[at:]))
	for p.toml.NextExpression() {
		n := p.toml.Expression()
		parts := p.parts(n.Key())
		switch n.Kind {
		case unstable.KeyValue:
			p.keyValue(p.current, n, parts)
			p.end = p.span(n.Raw).End
		case unstable.ArrayTable:
			p.report(whole(parts), "there are no lists of sections here",
				"write single brackets: ["+joined(parts)+"]")
			p.open(parts)
		case unstable.Table:
			p.open(parts)
		}
	}
}

func (p *parser) open(parts []part) {
	p.header(parts)
	p.end = lineEnd(p.file.Text, whole(parts).End)
}

func (p *parser) keyValue(t *table, n *unstable.Node, parts []part) {
	start := whole(parts).End
	text := p.file.Text
	start += len(text[start:]) - len(strings.TrimLeft(text[start:], " \t="))
	p.set(t, parts, p.value(n.Value(), source.Span{Start: start, End: p.span(n.Raw).End}))
}

// value copies a value out of the parser, which reuses its memory. Arrays and
// inline tables do not know where they end; within others they get the place
// of the outermost, which is around.
func (p *parser) value(n *unstable.Node, around source.Span) *node {
	v := &node{kind: n.Kind, text: string(n.Data), span: around}
	switch n.Kind {
	case unstable.Array:
		for it := n.Children(); it.Next(); {
			v.items = append(v.items, p.value(it.Node(), around))
		}
	case unstable.InlineTable:
		v.table = newTable(inline)
		for it := n.Children(); it.Next(); {
			p.keyValue(v.table, it.Node(), p.parts(it.Node().Key()))
		}
	default:
		v.span = p.span(n.Raw)
	}
	return v
}

func (p *parser) parts(it unstable.Iterator) []part {
	var parts []part
	for it.Next() {
		parts = append(parts, part{string(it.Node().Data), p.span(it.Node().Raw)})
	}
	return parts
}

func (p *parser) span(r unstable.Range) source.Span {
	start := p.base + int(r.Offset)
	return source.Span{Start: start, End: start + int(r.Length)}
}
