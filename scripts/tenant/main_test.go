package main

import (
	"os"
	"path/filepath"
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
	if err := printJSON(out, made); err != nil {
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

// The same input is the same tenant, however the address is typed; another owner or name is another.
func TestTheSameInputIsTheSameTenant(t *testing.T) {
	first := named(options{name: "Kettle & Co.", email: "Owner@Kettle.example"})
	if again := named(options{name: " Kettle & Co.", email: "owner@kettle.example "}); again != first {
		t.Errorf("%+v became %+v", first, again)
	}
	for _, o := range []options{
		{name: "Kettle & Co.", email: "other@kettle.example"}, {name: "Kettle", email: "owner@kettle.example"},
	} {
		if other := named(o); other.Tenant == first.Tenant || other.SiteKey == first.SiteKey {
			t.Errorf("%+v is %+v too", o, first)
		}
	}
	if !strings.HasPrefix(string(first.Tenant), "t_") || len(first.Tenant) != 18 || len(first.SiteKey) != 20 ||
		first.Owner != "owner@kettle.example" {
		t.Errorf("the ids are %+v", first)
	}
}

// A password is read from standard input, and never from the command line.
func TestAPasswordIsNoFlag(t *testing.T) {
	for typed, want := range map[string]string{
		"secret word\nmore\n": "secret word", "secret": "secret", "\n": "", "": "",
	} {
		file := filepath.Join(t.TempDir(), "in")
		if err := os.WriteFile(file, []byte(typed), 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		o, err := parse("create", []string{"-name", "Kettle", "-ask-password"}, in)
		if o.password != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v", typed, o.password, err)
		}
	}
	_, err := parse("create", []string{"-ask-password", "secret"}, nil)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a password on the command line: %v", err)
	}
	var o options
	if o.flags("create").Lookup("password") != nil {
		t.Error("there is a flag for it")
	}
}
