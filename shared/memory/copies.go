package memory

import (
	"reflect"
	"sync"
	"time"
)

// copyOf returns a value that shares no memory with v. Most of a copy is an assignment: of a struct only the fields
// that refer to other memory are looked at, and which ones these are is found out once for each type.
func copyOf[V any](v V) V {
	if refers(reflect.TypeFor[V]()) {
		part(reflect.ValueOf(&v).Elem())
	}
	return v
}

// part gives a value memory of its own for all that it refers to.
func part(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, i := range referring(v.Type()) {
			part(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			part(v.Index(i))
		}
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			v.Set(own(v))
		}
	}
}

// own is a copy of a value that is not nil and refers to other memory.
func own(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Slice:
		all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(all, v)
		if refers(v.Type().Elem()) {
			for i := range all.Len() {
				part(all.Index(i))
			}
		}
		return all
	case reflect.Map:
		all := reflect.MakeMapWithSize(v.Type(), v.Len())
		for each := v.MapRange(); each.Next(); {
			all.SetMapIndex(each.Key(), parted(each.Value()).Elem())
		}
		return all
	case reflect.Pointer:
		return parted(v.Elem())
	default: // an interface
		return parted(v.Elem()).Elem()
	}
}

// parted points to a copy of a value.
func parted(v reflect.Value) reflect.Value {
	at := reflect.New(v.Type())
	at.Elem().Set(v)
	part(at.Elem())
	return at
}

var fields sync.Map // by the type of a struct, the numbers of its fields that refer to other memory

func referring(t reflect.Type) []int {
	if had, is := fields.Load(t); is {
		return had.([]int)
	}
	all := []int{}
	for i := range t.NumField() {
		if refers(t.Field(i).Type) {
			all = append(all, i)
		}
	}
	fields.Store(t, all)
	return all
}

// refers tells whether two values of a type that are assigned share memory which can change.
func refers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface:
		return true
	case reflect.Array:
		return refers(t.Elem())
	case reflect.Struct: // the zone of a time never changes
		return t != reflect.TypeFor[time.Time]() && len(referring(t)) > 0
	}
	return false
}
