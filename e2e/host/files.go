package host

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// object is a file in a bucket.
type object struct {
	raw  []byte
	kind string
	at   time.Time
}

// File is a file in a bucket, nil if there is none; Files is the keys of a bucket.
func (o *Outside) File(bucket, key string) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buckets[bucket+"/"+key].raw
}

// PutFile puts a file of this age into a bucket.
func (o *Outside) PutFile(bucket, key string, raw []byte, age time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.buckets[bucket+"/"+key] = object{raw, "application/octet-stream", time.Now().Add(-age)}
}

// fileAt is when a file was stored, by its bucket and key.
func (o *Outside) fileAt(path string) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buckets[path].at
}

// AgeFiles makes the files under a prefix of a bucket older.
func (o *Outside) AgeFiles(bucket, prefix string, by time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for name, f := range o.buckets {
		if strings.HasPrefix(name, bucket+"/"+prefix) {
			f.at = f.at.Add(-by)
			o.buckets[name] = f
		}
	}
}

// Files is every file of all buckets, by bucket and key.
func (o *Outside) Files() map[string][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := map[string][]byte{}
	for name, f := range o.buckets {
		all[name] = f.raw
	}
	return all
}

// fileOp names the operation of S3 that a request asks for.
func fileOp(r *http.Request, path string) string {
	_, key, _ := strings.Cut(path, "/")
	q := r.URL.Query()
	switch {
	case r.Method == http.MethodPost && q.Has("delete"):
		return "S3.DeleteObjects"
	case r.Method == http.MethodPost && q.Has("uploads"):
		return "S3.CreateMultipartUpload"
	case r.Method == http.MethodPost:
		return "S3.CompleteMultipartUpload"
	case r.Method == http.MethodPut && q.Has("partNumber"):
		return "S3.UploadPart"
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "":
		return "S3.CopyObject"
	case r.Method == http.MethodPut:
		return "S3.PutObject"
	case r.Method == http.MethodDelete:
		return "S3.DeleteObject"
	case key == "":
		return "S3.ListObjectsV2"
	case r.Method == http.MethodHead:
		return "S3.HeadObject"
	}
	return "S3.GetObject"
}

// files is S3, to the extent that functions use it.
func (o *Outside) files(op string, r *http.Request, path string, body []byte) (int, []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	bucket, _, _ := strings.Cut(path, "/")
	q := r.URL.Query()
	put := func(name string, raw []byte) (int, []byte) {
		o.buckets[name] = object{slices.Clone(raw), r.Header.Get("Content-Type"), time.Now()}
		return http.StatusOK, nil
	}
	switch op {
	case "PutObject":
		f, there := o.buckets[path]
		if tag := r.Header.Get("If-Match"); tag != "" && (!there || tag != etag(f.raw)) ||
			r.Header.Get("If-None-Match") == "*" && there {
			return http.StatusPreconditionFailed, []byte(`<Error><Code>PreconditionFailed</Code></Error>`)
		}
		return put(path, body)
	case "UploadPart":
		o.buckets[fmt.Sprintf("parts/%s/%06s", q.Get("uploadId"), q.Get("partNumber"))] = object{raw: slices.Clone(body)}
		return http.StatusOK, nil
	case "CreateMultipartUpload":
		return result("InitiateMultipartUploadResult", newID())
	case "CompleteMultipartUpload":
		put(path, o.parts(q.Get("uploadId")))
		return result("CompleteMultipartUploadResult", "")
	case "CopyObject":
		from, _ := url.PathUnescape(strings.TrimPrefix(r.Header.Get("X-Amz-Copy-Source"), "/"))
		put(path, o.buckets[from].raw)
		return result("CopyObjectResult", "")
	case "DeleteObject":
		delete(o.buckets, path)
		return http.StatusNoContent, nil
	case "DeleteObjects":
		return o.deleteFiles(bucket, body)
	case "ListObjectsV2":
		return o.listing(bucket, q.Get("prefix"))
	}
	f, ok := o.buckets[path]
	if !ok {
		return http.StatusNotFound, []byte(`<Error><Code>NoSuchKey</Code></Error>`)
	}
	return http.StatusOK, f.raw
}

// result is an answer with nothing in it but the id of an upload, if there is one.
func result(name, upload string) (int, []byte) {
	return asXML(struct {
		XMLName  xml.Name
		UploadId string `xml:",omitempty"`
	}{xml.Name{Local: name}, upload})
}

// deleteFiles deletes the files that a body names. The caller holds the lock.
func (o *Outside) deleteFiles(bucket string, body []byte) (int, []byte) {
	var in struct{ Object []struct{ Key string } }
	if xml.Unmarshal(body, &in) != nil {
		return http.StatusBadRequest, nil
	}
	for _, one := range in.Object {
		delete(o.buckets, bucket+"/"+one.Key)
	}
	return result("DeleteResult", "")
}

// parts joins the parts of an upload.
func (o *Outside) parts(upload string) (whole []byte) {
	for _, name := range slices.Sorted(maps.Keys(o.buckets)) {
		if strings.HasPrefix(name, "parts/"+upload+"/") {
			whole = append(whole, o.buckets[name].raw...)
			delete(o.buckets, name)
		}
	}
	return whole
}

func (o *Outside) listing(bucket, prefix string) (int, []byte) {
	type contents struct {
		Key          string
		Size         int
		LastModified string
	}
	found := struct {
		XMLName  xml.Name `xml:"ListBucketResult"`
		Contents []contents
	}{}
	for _, name := range slices.Sorted(maps.Keys(o.buckets)) {
		if key, ok := strings.CutPrefix(name, bucket+"/"); ok && strings.HasPrefix(key, prefix) {
			f := o.buckets[name]
			found.Contents = append(found.Contents, contents{key, len(f.raw), f.at.UTC().Format("2006-01-02T15:04:05.000Z")})
		}
	}
	return asXML(found)
}

func asXML(v any) (int, []byte) {
	raw, err := xml.Marshal(v)
	if err != nil {
		return http.StatusInternalServerError, nil
	}
	return http.StatusOK, raw
}

// etag is S3's checksum of a file.
func etag(raw []byte) string {
	sum := md5.Sum(raw)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

// Get downloads a file from its presigned address.
func (h *Host) Get(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("host: %d", answer.StatusCode)
	}
	return io.ReadAll(answer.Body)
}
