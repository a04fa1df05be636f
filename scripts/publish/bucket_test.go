package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
)

// stored is the part of a file that S3 keeps beside its bytes.
type stored struct{ kind, cache, note, tags string }

// shelf answers like S3 about the files that it has.
type shelf struct {
	files map[string]stored
	put   []string // names, in the order in which they came
	fails string   // a file that cannot be stored
}

const illegal = "This copy request is illegal because it is trying to copy an object to itself without changing the " +
	"object's metadata, storage class, website redirect location or encryption attributes."

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/web/")
	is := s.files[name]
	switch {
	case r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult>")
		for file := range s.files {
			fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", file)
		}
		fmt.Fprint(w, "</ListBucketResult>")
	case r.URL.Query().Has("tagging"):
		fmt.Fprintf(w, "<Tagging><TagSet>%s</TagSet></Tagging>", is.tags)
	case r.Method == http.MethodHead:
		w.Header().Set("Content-Type", is.kind)
		w.Header().Set("Cache-Control", is.cache)
		w.Header().Set("X-Amz-Meta-Note", is.note)
	case r.Header.Get("X-Amz-Copy-Source") != "":
		s.copy(w, r, name)
	case name == s.fails:
		refuse(w, http.StatusForbidden, "AccessDenied", "Access Denied")
	default:
		_, _ = io.Copy(io.Discard, r.Body)
		s.put = append(s.put, name)
		s.files[name] = of(r.Header)
	}
}

// copy is S3's CopyObject: onto itself it is refused unless it replaces the metadata, and then nothing
// of the old metadata is kept.
func (s *shelf) copy(w http.ResponseWriter, r *http.Request, name string) {
	if r.Header.Get("X-Amz-Metadata-Directive") != "REPLACE" && r.Header.Get("X-Amz-Copy-Source") == "web/"+name {
		refuse(w, http.StatusBadRequest, "InvalidRequest", illegal)
		return
	}
	is := of(r.Header)
	if key, value, ok := strings.Cut(r.Header.Get("X-Amz-Tagging"), "="); ok {
		is.tags = "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>"
	}
	s.files[name] = is
	fmt.Fprint(w, "<CopyObjectResult></CopyObjectResult>")
}

func of(h http.Header) stored {
	return stored{kind: h.Get("Content-Type"), cache: h.Get("Cache-Control"), note: h.Get("X-Amz-Meta-Note")}
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message></Error>", code, message)
}

func (s *shelf) bucket(t *testing.T) bucket {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return bucket{s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL, UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("a", "b", "")),
	}), "web"}
}

const old = "<Tag><Key>release</Key><Value>old</Value></Tag>"

// A file that left the release begins its last month, once, and is served as before; files of owners
// and of the release stay.
func TestOldFilesBeginTheirLastMonthOnce(t *testing.T) {
	script := stored{kind: "text/javascript", cache: "public, max-age=31536000, immutable", note: "kept"}
	begun, retired := script, script
	begun.tags, begun.note, retired.tags = old, "begun before", old
	before := map[string]stored{
		"admin/app-AAAAAAAA.js": script, "admin/app-BBBBBBBB.js": script, "admin/app-CCCCCCCC.js": begun,
		"admin/index.html": {}, "widget/sites/shop-AAAAAAAA.json": {}, "widget/faces/a-AAAAAAAA.png": {},
	}
	s := &shelf{files: maps.Clone(before)}
	if err := s.bucket(t).retire(t.Context(), map[string]bool{"admin/app-AAAAAAAA.js": true}); err != nil {
		t.Fatal(err)
	}
	before["admin/app-BBBBBBBB.js"] = retired
	if !maps.Equal(s.files, before) {
		t.Errorf("the bucket has %+v", s.files)
	}
}

var pages = fstest.MapFS{
	"admin/index.html": {}, "widget.js": {}, "widget/panel-AAAAAAAA.js": {}, "admin/assets/app-BBBBBBBB.js": {},
}

// A page is uploaded after the files that it names.
func TestAPageComesAfterTheFilesThatItNames(t *testing.T) {
	s := &shelf{files: map[string]stored{}}
	if err := publish(t.Context(), s.bucket(t), nil, pages); err != nil {
		t.Fatal(err)
	}
	if want := []string{
		"admin/assets/app-BBBBBBBB.js", "widget/panel-AAAAAAAA.js", "admin/index.html", "widget.js", "admin/config.json",
	}; !slices.Equal(s.put, want) {
		t.Errorf("uploaded %v", s.put)
	}
}

// An upload that stops changes no page, retires nothing, and says how to go on.
func TestAnUploadThatStops(t *testing.T) {
	s := &shelf{files: map[string]stored{"widget/panel-OLDOLDOL.js": {}}, fails: "widget/panel-AAAAAAAA.js"}
	err := publish(t.Context(), s.bucket(t), nil, pages)
	if err == nil || !strings.Contains(err.Error(), "widget/panel-AAAAAAAA.js") {
		t.Errorf("it stops with %v", err)
	}
	if !slices.Equal(s.put, []string{"admin/assets/app-BBBBBBBB.js"}) || s.files["widget/panel-OLDOLDOL.js"].tags != "" {
		t.Errorf("it uploaded %v", s.put)
	}
	if said := unfinished(err, stack.Place{Stage: "prod"}).Error(); !strings.Contains(said, "make publish STAGE=prod") {
		t.Errorf("it says %q", said)
	}
	if said := unfinished(errors.New("x"), stack.Place{Run: "run.json"}).Error(); said != "x" {
		t.Errorf("of a local cloud it says %q", said)
	}
}

// A folder without a release is not taken for one in which all files are old.
func TestAFolderWithoutARelease(t *testing.T) {
	s := &shelf{files: map[string]stored{"widget/panel-OLDOLDOL.js": {}}}
	for name, files := range map[string]fstest.MapFS{
		"nothing": {}, "no page": {"a-AAAAAAAA.js": {}}, "no file of a page": {"a.js": {}},
	} {
		err := publish(t.Context(), s.bucket(t), nil, files)
		if err == nil || s.files["widget/panel-OLDOLDOL.js"].tags != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file whose name changes with its content is kept for a year; all others are looked for again after a minute.
func TestOnlyFilesWithAHashAreKept(t *testing.T) {
	for name, kept := range map[string]bool{
		"widget/panel-Lszfv1.js": true, "widget/de-D6e1gJPP.js": true, "admin/assets/index-a_b-c3d4.css": true,
		"widget.js": false, "widget/back.js": false, "widget/back.html": false, "admin/index.html": false,
		"admin/flags/GB-ENG.svg": false,
	} {
		if is := strings.Contains(cacheOf(name), "immutable"); is != kept {
			t.Errorf("%s: %s", name, cacheOf(name))
		}
	}
}
