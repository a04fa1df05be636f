package wire

import (
	"encoding/json"
	"reflect"
)

// Whole is a value as clients expect it: a list or a map that holds nothing is [] or {}, never
// null, however deep it lies.
func Whole(v any) any {
	if v == nil {
		return nil
	}
	whole := reflect.New(reflect.TypeOf(v)).Elem()
	whole.Set(reflect.ValueOf(v))
	fill(whole)
	return whole.Interface()
}

var marshaler = reflect.TypeFor[json.Marshaler]()

func fill(v reflect.Value) {
	if v.Type().Implements(marshaler) || reflect.PointerTo(v.Type()).Implements(marshaler) {
		return // it marshals itself
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		fillBehind(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		fillList(v)
	case reflect.Map:
		fillMap(v)
	}
}

// fillBehind fills a copy of the value behind a pointer or an interface: it may be shared.
func fillBehind(v reflect.Value) {
	if v.IsNil() || v.NumMethod() > 0 && v.Kind() == reflect.Interface {
		return // nil, or a value with behaviour
	}
	inner := reflect.New(v.Elem().Type())
	inner.Elem().Set(v.Elem())
	fill(inner.Elem())
	if v.Kind() == reflect.Interface {
		inner = inner.Elem()
	}
	v.Set(inner)
}

func fillList(v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return // bytes become a string
	}
	list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(list, v)
	for i := range list.Len() {
		fill(list.Index(i))
	}
	v.Set(list)
}

func fillMap(v reflect.Value) {
	whole := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, key := range v.MapKeys() {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(key))
		fill(value)
		whole.SetMapIndex(key, value)
	}
	v.Set(whole)
}
