package pgsql

import (
	"reflect"
	"strings"
	"sync"
)

// Same tells whether two trees say the same: all is equal but the places in the
// text. What it says no to may mean the same nevertheless.
func Same(a, b *Node) bool { return same(reflect.ValueOf(a), reflect.ValueOf(b)) }

func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		a, b = a.Elem(), b.Elem()
		return a.Type() == b.Type() && same(a, b)
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for _, i := range comparedFields(a.Type()) {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

var comparedOf sync.Map // of []int by reflect.Type

// comparedFields are the fields of a message that are no places.
func comparedFields(t reflect.Type) []int {
	if known, ok := comparedOf.Load(t); ok {
		return known.([]int)
	}
	var compared []int
	for i := range t.NumField() {
		f := t.Field(i)
		isPlace := f.Type.Kind() == reflect.Int32 && strings.HasSuffix(f.Name, "Location")
		if f.IsExported() && !isPlace {
			compared = append(compared, i)
		}
	}
	comparedOf.Store(t, compared)
	return compared
}
