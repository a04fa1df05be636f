package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// shelf answers like S3 about the files that it has; those of a value true are tagged already.
type shelf struct {
	files  map[string]bool
	copied []string
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/web/")
	switch {
	case r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult>")
		for file := range s.files {
			fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", file)
		}
		fmt.Fprint(w, "</ListBucketResult>")
	case r.Method == http.MethodGet && s.files[name]:
		fmt.Fprint(w, "<Tagging><TagSet><Tag><Key>release</Key><Value>old</Value></Tag></TagSet></Tagging>")
	case r.Method == http.MethodGet:
		fmt.Fprint(w, "<Tagging><TagSet></TagSet></Tagging>")
	case r.Header.Get("x-amz-tagging") == "release=old":
		s.copied = append(s.copied, name)
		fmt.Fprint(w, "<CopyObjectResult></CopyObjectResult>")
	}
}

// A file that left the release begins its last month, once; files of owners and of the release stay.
func TestOldFilesBeginTheirLastMonthOnce(t *testing.T) {
	s := &shelf{files: map[string]bool{
		"admin/app-AAAAAAAA.js": false, "admin/app-BBBBBBBB.js": false, "admin/app-CCCCCCCC.js": true,
		"admin/index.html": false, "widget/sites/shop-AAAAAAAA.json": false, "widget/faces/a-AAAAAAAA.png": false,
	}}
	server := httptest.NewServer(s)
	defer server.Close()
	b := bucket{s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL, UsePathStyle: true,
		Credentials: aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("a", "b", "")),
	}), "web"}
	if err := b.retire(context.Background(), map[string]bool{"admin/app-AAAAAAAA.js": true}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.copied, []string{"admin/app-BBBBBBBB.js"}) {
		t.Errorf("retired %v", s.copied)
	}
}
