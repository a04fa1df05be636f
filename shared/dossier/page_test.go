package dossier

import (
	"bytes"
	_ "embed"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

//go:embed testdata/page.html
var text string

// templated is the page as a template of Go's writes it, which escapes by itself.
var templated = template.Must(template.New("page").Funcs(template.FuncMap{
	"when": func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") },
	"file": fileName,
}).Parse(text))

// fill puts a text that HTML must escape, a number or a time into every field that it can reach.
func fill(v reflect.Value, depth int) {
	switch {
	case depth > 7 || !v.CanSet():
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 11, 26, 9, depth, 0, 0, time.UTC)))
	case v.Kind() == reflect.String:
		v.SetString(`<b>&'x "` + string(rune('a'+depth)))
	case v.Kind() == reflect.Int || v.Kind() == reflect.Int64:
		v.SetInt(3)
	case v.Kind() == reflect.Float64:
		v.SetFloat(-1.5)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth+1)
		fill(v.Index(1), depth+1)
	case v.Kind() == reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth+1)
		fill(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	}
}

// All that is kept stands in the page, and nothing of it is read as HTML.
func TestThePageIsThatOfTheTemplate(t *testing.T) {
	full := lifecycle.Archive{}
	fill(reflect.ValueOf(&full).Elem(), 0)
	full.Conversations[0].Messages[0].Bubbles[0].Media = &chat.Media{Upload: "01A", Name: "my bill & more.pdf"}
	full.Visitor.Profile["name"] = chat.Fact{Value: "Zoë <i>"}
	for name, all := range map[string]lifecycle.Archive{"full": full, "empty": {}} {
		var got, want bytes.Buffer
		if err := writePage(&got, &all); err != nil {
			t.Fatal(err)
		}
		if err := templated.Execute(&want, &all); err != nil {
			t.Fatal(err)
		}
		if a, b := squeezed(got.String()), squeezed(want.String()); a != b {
			at := 0
			for at < min(len(a), len(b)) && a[at] == b[at] {
				at++
			}
			t.Errorf("%s: got %.200s\nwant %.200s", name, a[max(0, at-60):], b[max(0, at-60):])
		}
	}
}

// squeezed is HTML without the gaps between its tags.
func squeezed(page string) string {
	page = strings.Join(strings.Fields(page), " ")
	_, body, _ := strings.Cut(page, "<h1>")
	return strings.NewReplacer("> <", "><", "&#43;", "+").Replace(body)
}
