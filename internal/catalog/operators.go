package catalog

import (
	"slices"
	"strconv"
	"strings"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/memo"
)

// HasOperator tells whether somebody has made an operator of a name, in a schema
// of the search_path.
func (c *Catalog) HasOperator(name string) bool { return len(c.Named(ClassOperator, "", name)) > 0 }

// operators are those of a name: of pg_catalog, and of extensions and users.
func (c *Catalog) operators(schema, name string, given ...Type) []candidate {
	return c.operatorsThat(func(candidate) bool { return true }, schema, name, given)
}

// operatorsFor are operators without those of extensions and users that do not
// take the operands.
func (c *Catalog) operatorsFor(schema, name string, given ...Type) []candidate {
	return c.operatorsThat(func(f candidate) bool { return c.accepts(f, given) }, schema, name, given)
}

// operatorsThat shares the list of built-in ones, which is long, where no other
// comes to it.
func (c *Catalog) operatorsThat(wanted func(candidate) bool, schema, name string, given []Type) []candidate {
	var all []candidate
	if schema == "" || schema == SystemSchema {
		all = builtinOperators.Get(arity{c.Version, name, len(given)}, func() []candidate {
			var all []candidate
			for _, o := range builtin.Operators(name, c.Version) {
				if f, ok := operatorCandidate(o, builtinType); ok && len(f.arguments) == len(given) {
					all = append(all, f)
				}
			}
			return slices.Clip(all)
		})
		for i, f := range all {
			if slices.EqualFunc(f.arguments, given, Type.Is) {
				return all[i : i+1 : i+1]
			}
		}
	}
	for _, o := range c.Named(ClassOperator, schema, name) {
		arguments := signatureTypes(o.head().Name)
		if len(arguments) == len(given) && wanted(candidate{arguments: arguments}) {
			all = append(all, c.userOperator(o, arguments))
		}
	}
	return all
}

var builtinOperators memo.Memo[arity, []candidate]

// operatorCandidate is a built-in operator as a candidate; false for a postfix
// one, which no parser knows any more.
func operatorCandidate(o builtin.Operator, typ func(string) Type) (candidate, bool) {
	f := candidate{returns: typ(o.Result), volatility: Volatility(o.Volatility)}
	if o.Left != "" {
		f.arguments = append(f.arguments, typ(o.Left))
	}
	f.arguments = append(f.arguments, typ(o.Right))
	return f, o.Right != ""
}

// extensionOperators are those that an extension brings. Its types are known by
// the operands that have one.
func (c *Catalog) extensionOperators(extension, name string, given []Type) []candidate {
	e, ok := builtin.LookupExtension(extension, c.Version)
	if !ok {
		return nil
	}
	var all []candidate
	for _, o := range e.Operators {
		if o.Name != name {
			continue
		}
		f, ok := operatorCandidate(o, func(typ string) Type { return c.extensionTypeNamed(extension, typ, given) })
		if ok && len(f.arguments) == len(given) && !slices.ContainsFunc(f.arguments, Type.Unknown) {
			all = append(all, f)
		}
	}
	return all
}

func (c *Catalog) extensionTypeNamed(extension, name string, given []Type) Type {
	if _, ok := builtin.LookupType(name, c.Version); ok {
		return builtinType(name)
	}
	bare, array := strings.CutPrefix(name, "_")
	for _, t := range given {
		if d := c.DataType(c.Bottom(t)); d != nil && d.Extension == extension && d.Name == bare {
			return Type{OID: d.OID, Array: array}
		}
	}
	if d, ok := c.Lookup(ClassType, "", bare).(*DataType); ok && d.Extension == extension {
		return Type{OID: d.OID, Array: array}
	}
	return Type{}
}

// userOperator is an operator that a statement has made. What it gives is known
// by the function that it stands on.
func (c *Catalog) userOperator(o Object, arguments []Type) candidate {
	f := candidate{oid: o.head().OID, volatility: VolatilityUnknown, arguments: arguments}
	for _, d := range c.References(Address{OID: f.oid}) {
		if function, ok := c.Object(d.Ref.OID).(*Function); ok {
			f.returns, f.volatility = function.Returns, function.Volatility
			break
		}
		if d.Kind == Member {
			f = c.memberOperator(c.Object(d.Ref.OID).head().Name, o.head().Name, f)
		}
	}
	return f
}

// signatureTypes are the types in a [Signature]; the operand that a prefix
// operator has not is left out.
func signatureTypes(signature string) []Type {
	return signatures.Get(signature, func() []Type { return readSignature(signature) })
}

var signatures memo.Memo[string, []Type]

func readSignature(signature string) []Type {
	_, list, _ := strings.Cut(strings.TrimSuffix(signature, ")"), "(")
	var types []Type
	for _, word := range strings.Split(list, ",") {
		bare, array := strings.CutSuffix(word, "[]")
		if bare == "?" || bare == "" {
			continue
		}
		t := Type{Name: bare, Array: array}
		if number, ok := strings.CutPrefix(bare, "#"); ok {
			oid, _ := strconv.ParseUint(number, 10, 32)
			t.Name, t.OID = "", OID(oid)
		}
		types = append(types, t)
	}
	return types
}

// memberOperator is an operator of an extension, as that is known.
func (c *Catalog) memberOperator(extension, signature string, f candidate) candidate {
	name, _, _ := strings.Cut(signature, "(")
	for _, g := range c.extensionOperators(extension, name, f.arguments) {
		if slices.EqualFunc(g.arguments, f.arguments, Type.Is) {
			f.returns, f.volatility = g.returns, g.volatility
		}
	}
	return f
}
