package pgsql

import (
	"reflect"
	"sync"

	pg_query "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Walk calls visit with a node and then, where visit says true, with
// everything below it, in the order of the fields of PostgreSQL's own structs.
// What visit gets is the message itself (*pg_query.SelectStmt,
// *pg_query.RangeVar, …), whether it hangs in a field of its own type or in a
// Node; a Node itself is never shown. A nil node has nothing to visit.
func Walk(node *Node, visit func(message any) bool) {
	if node == nil || node.Node == nil {
		return
	}
	walkStruct(reflect.ValueOf(node.Node).Elem().Field(0), visit)
}

// WalkList walks each node of a list.
func WalkList(nodes []*Node, visit func(message any) bool) {
	for _, node := range nodes {
		Walk(node, visit)
	}
}

// walkStruct visits the message behind a pointer.
func walkStruct(pointer reflect.Value, visit func(message any) bool) {
	if pointer.IsNil() || !visit(pointer.Interface()) {
		return
	}
	value := pointer.Elem()
	for _, field := range fieldsOf()[value.Type()] {
		below := value.Field(field.index)
		if below.IsNil() { // as most fields are
			continue
		}
		switch field.kind {
		case oneNode:
			Walk(below.Interface().(*Node), visit)
		case manyNodes:
			// The address goes into an interface without an allocation.
			WalkList(*below.Addr().Interface().(*[]*Node), visit)
		case oneMessage:
			walkStruct(below, visit)
		case manyMessages:
			for i := range below.Len() {
				walkStruct(below.Index(i), visit)
			}
		case choice:
			walkChoice(below, visit)
		}
	}
}

// walkChoice visits the message that one of several wrappers holds, if it is
// one: a constant's value may also be a plain number.
func walkChoice(wrapper reflect.Value, visit func(message any) bool) {
	held := wrapper.Elem().Elem().Field(0)
	if held.Kind() == reflect.Pointer {
		walkStruct(held, visit)
	}
}

// shape is how a field holds what is below it.
type shape int

const (
	oneNode shape = iota
	manyNodes
	oneMessage
	manyMessages
	choice
)

// field is one field of a message that holds others.
type field struct {
	index int
	kind  shape
}

// fieldsOf are the fields to follow, of every type that a parse tree can hold.
// They are found once, from the types themselves.
var fieldsOf = sync.OnceValue(func() map[reflect.Type][]field {
	all := map[reflect.Type][]field{}
	root := (&pg_query.Node{}).ProtoReflect()
	options := root.Descriptor().Fields()
	for i := range options.Len() {
		option := options.Get(i)
		if option.Kind() == protoreflect.MessageKind {
			message := root.NewField(option).Message().Interface()
			collectFields(reflect.TypeOf(message).Elem(), all)
		}
	}
	return all
})

// collectFields adds a struct type and those that its fields point to.
func collectFields(t reflect.Type, all map[reflect.Type][]field) {
	if _, known := all[t]; known {
		return
	}
	all[t] = nil
	var fields []field
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			continue
		}
		kind, below, follow := shapeOf(t.Field(i).Type)
		if !follow {
			continue
		}
		fields = append(fields, field{i, kind})
		if below != nil {
			collectFields(below, all)
		}
	}
	all[t] = fields
}

// shapeOf tells how a field's type holds messages, and of which struct where
// that is another than Node.
func shapeOf(t reflect.Type) (kind shape, below reflect.Type, follow bool) {
	node := reflect.TypeFor[*Node]()
	switch {
	case t == node:
		return oneNode, nil, true
	case t.Kind() == reflect.Slice && t.Elem() == node:
		return manyNodes, nil, true
	case t.Kind() == reflect.Interface:
		return choice, nil, true
	case t.Kind() == reflect.Pointer:
		return oneMessage, t.Elem(), true
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Pointer:
		return manyMessages, t.Elem().Elem(), true
	}
	return 0, nil, false
}

// Names are the strings of a list, such as the parts of a qualified name; what
// else stands in it, a star for example, is passed over.
func Names(nodes []*Node) []string {
	parts := make([]string, 0, len(nodes))
	for _, node := range nodes {
		if s := node.GetString_(); s != nil {
			parts = append(parts, s.Sval)
		}
	}
	return parts
}
