package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/vault"
)

// version is one version of a file, or a delete marker.
type version struct {
	key, id string
	marker  bool
	body    string
}

// closet answers as S3 does about a bucket with versions.
type closet struct {
	mu      sync.Mutex
	all     []version
	refuses string // a file that is not deleted
}

func (c *closet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	query, key := r.URL.Query(), strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/box"), "/")
	switch {
	case query.Has("versions"):
		c.list(w, "ListVersionsResult", query.Get("prefix"), true)
	case query.Has("list-type"):
		c.list(w, "ListBucketResult", query.Get("prefix"), false)
	case query.Has("delete"):
		c.delete(w, r.Body)
	case r.Method == http.MethodPut:
		raw, _ := io.ReadAll(r.Body)
		c.all = slices.DeleteFunc(c.all, func(v version) bool { return v.key == key && v.id == "null" })
		c.all = append(c.all, version{key: key, id: "null", body: string(raw)})
	default:
		i := slices.IndexFunc(c.all, func(v version) bool { return v.key == key && !v.marker })
		if i < 0 {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, c.all[i].body)
	}
}

func (c *closet) list(w io.Writer, root, prefix string, versions bool) {
	fmt.Fprintf(w, "<%s>", root)
	for _, v := range c.all {
		switch {
		case !strings.HasPrefix(v.key, prefix):
		case !versions && !v.marker:
			fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", v.key)
		case versions && v.marker:
			fmt.Fprintf(w, "<DeleteMarker><Key>%s</Key><VersionId>%s</VersionId></DeleteMarker>", v.key, v.id)
		case versions:
			fmt.Fprintf(w, "<Version><Key>%s</Key><VersionId>%s</VersionId></Version>", v.key, v.id)
		}
	}
	fmt.Fprintf(w, "</%s>", root)
}

// delete removes versions by their ids; without an id it adds a marker, as S3 does.
func (c *closet) delete(w io.Writer, body io.Reader) {
	var in struct {
		Object []struct{ Key, VersionId string }
	}
	_ = xml.NewDecoder(body).Decode(&in)
	fmt.Fprint(w, "<DeleteResult>")
	for _, o := range in.Object {
		if o.Key == c.refuses {
			fmt.Fprintf(w, "<Error><Key>%s</Key><Message>no</Message></Error>", o.Key)
			continue
		}
		if o.VersionId == "" {
			c.all = append(c.all, version{key: o.Key, id: fmt.Sprint("m", len(c.all)), marker: true})
			continue
		}
		c.all = slices.DeleteFunc(c.all, func(v version) bool { return v.key == o.Key && v.id == o.VersionId })
	}
	fmt.Fprint(w, "</DeleteResult>")
}

// partsOf are the commands' parts with nothing but the bucket.
func partsOf(t *testing.T, c *closet) parts {
	t.Helper()
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	files := s3.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, media.PathStyle, func(o *s3.Options) { o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired })
	return parts{
		outputs: map[string]string{"Media": "box", "Web": "box"}, files: files, vault: vault.New(files, "box", "box", nil),
	}
}
