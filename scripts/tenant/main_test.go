package main

import (
	"strings"
	"testing"
)

func TestATenantNeedsANameAnOwnerAndOrigins(t *testing.T) {
	good := options{
		name: "Kettle & Co.", email: "owner@kettle.example",
		origins: []string{"https://kettle.example", "https://*.kettle.example", "http://localhost:8080"},
	}
	if err := good.check(); err != nil {
		t.Errorf("all is there: %v", err)
	}
	for name, change := range map[string]func(*options){
		"no name":                 func(o *options) { o.name = " " },
		"no address":              func(o *options) { o.email = "owner" },
		"no origin":               func(o *options) { o.origins = nil },
		"an origin with a path":   func(o *options) { o.origins = []string{"https://kettle.example/shop"} },
		"an origin without https": func(o *options) { o.origins = []string{"kettle.example"} },
		"another scheme":          func(o *options) { o.origins = []string{"ftp://kettle.example"} },
		"a star in the middle":    func(o *options) { o.origins = []string{"https://a.*.example"} },
	} {
		o := good
		change(&o)
		if o.check() == nil {
			t.Errorf("%s: nothing was said", name)
		}
	}
}

// The snippet can be copied as it is printed, and loads the widget of this stack.
func TestTheSnippetIsPrintedAsItIs(t *testing.T) {
	made, out := created{SiteKey: "key"}, &strings.Builder{}
	made.reach("http://localhost:9000")
	if err := made.print(out); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`<script async src=\"http://localhost:9000/widget.js\" data-site=\"key\"></script>`,
		"http://localhost:9000/admin/",
	} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("%q is not in %s", part, out)
		}
	}
}
