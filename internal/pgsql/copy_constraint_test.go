package pgsql

import (
	"reflect"
	"testing"

	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// TestCopyConstraint sets each field alone: the copy has it, and no other.
func TestCopyConstraint(t *testing.T) {
	kind := reflect.TypeFor[pg_query.Constraint]()
	tried := 0
	for i := range kind.NumField() {
		if !kind.Field(i).IsExported() {
			continue
		}
		c := &pg_query.Constraint{}
		field := reflect.ValueOf(c).Elem().Field(i)
		switch field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Int32:
			field.SetInt(7)
		case reflect.Uint32:
			field.SetUint(7)
		case reflect.Pointer:
			field.Set(reflect.New(field.Type().Elem()))
		case reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		default:
			t.Fatalf("a field of a new kind: %s", kind.Field(i).Name)
		}
		copied := CopyConstraint(c)
		if copied == c || !reflect.DeepEqual(copied, c) {
			t.Errorf("%s is not copied", kind.Field(i).Name)
		}
		tried++
	}
	if tried < 30 {
		t.Errorf("only %d fields", tried)
	}
}
