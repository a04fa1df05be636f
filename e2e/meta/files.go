package meta

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
)

const maxFile = 100 << 20

// file is a file that Meta keeps.
type file struct {
	kind string
	raw  []byte
}

// metadata is Graph's description of a file: its address and its type.
func (f file) metadata(id, address string) Object {
	sum := sha256.Sum256(f.raw)
	return Object{
		"messaging_product": "whatsapp", "id": id, "url": address, "mime_type": f.kind,
		"sha256": hex.EncodeToString(sum[:]), "file_size": fmt.Sprint(len(f.raw)),
	}
}

// Keep keeps a file under an id, as if a customer had attached it to a message.
func (m *Meta) Keep(id, kind string, raw []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[id] = file{kind, raw}
}

func (m *Meta) file(id string) (file, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.kept[id]
	return f, ok
}

// newFileID is fifteen digits, as Meta's ids of files are.
func newFileID() string {
	n, _ := rand.Int(rand.Reader, big.NewInt(900_000_000_000_000))
	return n.Add(n, big.NewInt(100_000_000_000_000)).String()
}

// upload takes a file of the business.
func (m *Meta) upload(w http.ResponseWriter, r *http.Request) {
	content, head, err := r.FormFile("file")
	if err != nil || r.FormValue("messaging_product") != "whatsapp" {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter: file")
		return
	}
	defer content.Close()
	raw, err := io.ReadAll(io.LimitReader(content, maxFile))
	kind := head.Header.Get("Content-Type")
	if err != nil || len(raw) == 0 || !strings.Contains(kind, "/") || int64(len(raw)) != head.Size {
		refuse(w, http.StatusBadRequest, 131053, "Media upload error")
		return
	}
	id := newFileID()
	m.Keep(id, kind, raw)
	answer(w, http.StatusOK, Object{"id": id})
}

// attach takes a customer's file, and answers with the part of a message that names it.
func (m *Meta) attach(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxFile))
	if err != nil || len(raw) == 0 {
		http.Error(w, "post the file as the body", http.StatusBadRequest)
		return
	}
	id, kind, sum := newFileID(), r.Header.Get("Content-Type"), sha256.Sum256(raw)
	m.Keep(id, kind, raw)
	answer(w, http.StatusOK, Object{
		"id": id, "mime_type": kind, "sha256": base64.StdEncoding.EncodeToString(sum[:]),
	})
}

// download gives a file to the product, or to the phone that shows it.
func (m *Meta) download(w http.ResponseWriter, r *http.Request) {
	f, ok := m.file(r.PathValue("file"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(f.raw)
}
