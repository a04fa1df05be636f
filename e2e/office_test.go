package e2e

import (
	"archive/zip"
	"bytes"
	"net/http"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

const (
	docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
)

// archive is a zip archive with some files in it.
func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for _, name := range names {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte("<x/>"))
		must(t, err)
	}
	must(t, z.Close())
	return raw.Bytes()
}

// puts uploads a file to the place that the server named for it.
func puts(t *testing.T, place wire.Upload, raw []byte) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, place.Url, bytes.NewReader(raw))
	must(t, err)
	for name, value := range place.Headers {
		request.Header.Set(name, value)
	}
	answer, err := (&http.Client{Timeout: patience}).Do(request)
	must(t, err)
	answer.Body.Close()
	return answer.StatusCode
}

// sentFile is a file as a person sends it, and how it is stored: its name, its type, and whether a
// browser shows it.
type sentFile struct {
	name, claimed    string
	raw              []byte
	called, kind, as string
}

func files(t *testing.T) []sentFile {
	word, sheet, slides := archive(t, "[Content_Types].xml", "word/document.xml"),
		archive(t, "docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"),
		archive(t, "[Content_Types].xml", "ppt/presentation.xml")
	old := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	return []sentFile{
		{"offer.docx", docx, word, "offer.docx", docx, "attachment"},
		{"list.xlsx", xlsx, sheet, "list.xlsx", xlsx, "attachment"},
		{"talk.pptx", pptx, slides, "talk.pptx", pptx, "attachment"},
		{"old.doc", "application/msword", old, "old.doc", "application/msword", "attachment"},
		{"old.xls", "application/vnd.ms-excel", old, "old.xls", "application/vnd.ms-excel", "attachment"},
		{"list.csv", "text/csv", []byte("a;b\n1;2\n"), "list.csv", "text/csv", "attachment"},
		{"all.zip", "application/zip", archive(t, "run.exe"), "all.zip", "application/zip", "attachment"},
		{"offer.docx", "application/zip", word, "offer.docx", docx, "attachment"},
		{"run.bat", "text/plain", []byte("@echo off\ncalc"), "run.bat.txt", "text/plain", "attachment"},
		{"bill\u202efdp.exe", "application/pdf", []byte("%PDF-1.7\n"), "billfdp.exe.pdf", "application/pdf", "attachment"},
		{"CON", "text/plain", []byte("hi"), "_CON.txt", "text/plain", "attachment"},
		{"cup.png", "image/png", picture, "cup.png", "image/png", "inline"},
	}
}

// lies reports mistakes in how a file is stored and served.
func (f sentFile) lies(t *testing.T, m *chat.Message, address string) {
	t.Helper()
	if m == nil || m.Body().Media == nil || m.Body().Media.Name != f.called || m.Body().Media.Type != f.kind {
		t.Errorf("%s of %s is kept as %+v", f.name, f.claimed, m)
		return
	}
	status, raw, headers := fetch(t, address)
	if status != http.StatusOK || !bytes.Equal(raw, f.raw) || headers.Get("Content-Type") != f.kind ||
		headers.Get("Content-Disposition") != f.as+"; filename="+f.called {
		t.Errorf("%s is handed out: %d, %d bytes, %s, %s", f.name, status, len(raw), headers.Get("Content-Type"),
			headers.Get("Content-Disposition"))
	}
}

// Every accepted file goes both ways on a website, under its detected type and a name with the
// matching ending.
func TestTheStoryOfOfficeFiles(t *testing.T) {
	t.Parallel()
	ana := demo(t, chat.RoleAgent)
	for _, f := range files(t) { // a visitor each: a single one would reach the rate limit
		v := newVisitor(t, "lagos")
		tab := v.opensTab("/")
		tab.says("hello")
		ana.acts(v.conversation, "take-over")
		f.goesBothWays(t, v, tab, ana)
		tab.closes()
	}
}

// goesBothWays sends the file from the visitor to the agent, and back.
func (f sentFile) goesBothWays(t *testing.T, v *visitor, tab *tab, ana *agent) {
	t.Helper()
	at := "/v1/conversations/" + v.conversation
	place := tab.asks(object{"action": "upload", "name": f.name, "type": f.claimed, "size": len(f.raw)}).Upload
	puts(t, place, f.raw)
	sent := tab.asks(object{"action": "message", "id": newID(), "file": object{"upload": place.Id, "name": f.name}})
	if sent.Message == nil {
		t.Errorf("%s of %s is refused: %s", f.name, f.claimed, sent.Code)
		return
	}
	var address wire.FileAddress
	ana.does("GET", at+"/files/"+place.Id, nil, &address)
	f.lies(t, sent.Message, address.Url)

	var ours wire.Upload
	ana.does("POST", at+"/uploads", object{"name": f.name, "type": f.claimed, "size": len(f.raw)}, &ours)
	puts(t, ours, f.raw)
	var said chat.Message
	ana.does("POST", at+"/messages", object{
		"id": newID(), "kind": "file",
		"file": object{"upload": ours.Id, "name": f.name},
	}, &said)
	f.lies(t, &said, tab.asks(object{"action": "file", "upload": ours.Id}).URL)
	if stolen := tab.asks(object{
		"action": "message", "id": newID(),
		"file": object{"upload": ours.Id, "name": "mine"},
	}); stolen.Code != "no_upload" {
		t.Errorf("the visitor sends the team's %s as their own: %+v", f.name, stolen)
	}
}

// A file that is not of its declared type is refused, and so is a type that is not accepted, before
// or after the upload.
func TestFilesThatAreRefused(t *testing.T) {
	tab := newVisitor(t, "lagos").opensTab("/")
	tab.says("hello")
	program := []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff")
	for _, kind := range []string{docx, "application/zip", "application/pdf", "text/csv", "application/msword"} {
		place := tab.asks(object{"action": "upload", "name": "offer.docx", "type": kind, "size": len(program)}).Upload
		puts(t, place, program)
		if got := tab.asks(object{
			"action": "message", "id": newID(),
			"file": object{"upload": place.Id, "name": "offer.docx"},
		}); got.Code != "not_what_it_says" {
			t.Errorf("a program as %s: %+v", kind, got)
		}
	}
	for _, kind := range []string{"image/heic", "application/x-msdownload", "text/html", "image/svg+xml"} {
		if got := tab.asks(object{
			"action": "upload", "name": "x", "type": kind,
			"size": 10,
		}); got.Code != "type_not_allowed" {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	if got := tab.asks(object{
		"action": "upload", "name": "x", "type": docx,
		"size": 20<<20 + 1,
	}); got.Code != "bad_input" {
		t.Errorf("21 MB: %+v", got)
	}
}

// A stored file stays the same although another one is put to the same place; a file that an agent
// takes back is gone for both.
func TestAFileIsNeverSwapped(t *testing.T) {
	v := newVisitor(t, "lagos")
	tab := v.opensTab("/")
	tab.says("hello")
	place := tab.asks(object{"action": "upload", "name": "a.txt", "type": "text/plain", "size": 5}).Upload
	puts(t, place, []byte("first"))
	send := func() *chat.Message {
		return tab.asks(object{
			"action": "message", "id": newID(),
			"file": object{"upload": place.Id, "name": "a.txt"},
		}).Message
	}
	first := send()
	puts(t, place, []byte("other"))
	again := send()
	if first == nil || again == nil || *first.Body().Media != *again.Body().Media {
		t.Errorf("sent twice it is %+v and %+v", first, again)
	}
	if _, raw, _ := fetch(t, tab.asks(object{"action": "file", "upload": place.Id}).URL); string(raw) != "first" {
		t.Errorf("the first message shows %q", raw)
	}

	ana := demo(t, chat.RoleAgent)
	ana.acts(v.conversation, "take-over")
	at := "/v1/conversations/" + v.conversation
	var ours wire.Upload
	ana.does("POST", at+"/uploads", object{"name": "wrong.pdf", "type": "application/pdf", "size": 9}, &ours)
	puts(t, ours, []byte("%PDF-1.7\n"))
	var said chat.Message
	ana.does("POST", at+"/messages", object{
		"id": newID(), "kind": "file",
		"file": object{"upload": ours.Id, "name": "wrong.pdf"},
	}, &said)
	old := tab.asks(object{"action": "file", "upload": ours.Id}).URL
	ana.does("POST", at+"/messages", object{"id": newID(), "kind": "revoke", "replyTo": string(said.ID)}, nil)
	if got := tab.asks(object{"action": "file", "upload": ours.Id}); got.Code != "file_gone" {
		t.Errorf("the file of what was taken back: %+v", got)
	}
	if status, raw, _ := fetch(t, old); status == http.StatusOK {
		t.Errorf("its old address opens %q", raw)
	}
}

// WhatsApp's files go both ways under detected types. A file that WhatsApp would not accept is
// refused before the upload, and the answer names the limit.
func TestOfficeFilesOnThePhone(t *testing.T) {
	t.Parallel()
	rosa := newPhone(t)
	rosa.says("When do you open?")
	rosa.shows(opening)
	ana := demo(t, chat.RoleAgent)
	conversation := ana.conversationOf(rosa)
	ana.acts(conversation, "take-over")
	at := "/v1/conversations/" + conversation
	for _, f := range []sentFile{
		{"offer.docx", docx, archive(t, "[Content_Types].xml", "word/document.xml"), "offer.docx", docx, "attachment"},
		{
			"list.xlsx", "application/octet-stream", archive(t, "docProps/app.xml", "[Content_Types].xml", "xl/workbook.xml"),
			"list.xlsx", xlsx, "attachment",
		},
		{"bill.pdf.exe", "application/pdf", []byte("%PDF-1.7\n1"), "bill.pdf.exe.pdf", "application/pdf", "attachment"},
	} {
		file := rosa.attaches(f.claimed, f.raw)
		file["filename"] = f.name
		rosa.sends(object{"type": "document", "document": file})
		m := ana.sees(conversation, f.name, func(m chat.Message) bool {
			return m.Body().Media != nil && m.Body().Media.State == chat.MediaKept && m.Body().Media.Size == int64(len(f.raw))
		})
		var address wire.FileAddress
		ana.does("GET", at+"/files/"+m.Body().Media.Upload, nil, &address)
		f.lies(t, &m, address.Url)
	}
	word := archive(t, "[Content_Types].xml", "word/document.xml")
	var ours wire.Upload
	ana.does("POST", at+"/uploads", object{"name": "offer.docx", "type": docx, "size": len(word)}, &ours)
	puts(t, ours, word)
	ana.does("POST", at+"/messages", object{
		"id": newID(), "kind": "file",
		"file": object{"upload": ours.Id, "name": "offer.docx"},
	}, nil)
	if _, m := rosa.last("the document", ofType("document")); m["document"].(map[string]any)["filename"] != "offer.docx" {
		t.Errorf("the phone shows %v", m)
	}
	for _, f := range []object{
		{"name": "all.zip", "type": "application/zip", "size": 10},
		{"name": "list.csv", "type": "text/csv", "size": 10},
		{"name": "big.jpg", "type": "image/jpeg", "size": 6 << 20},
		{"name": "a.gif", "type": "image/gif", "size": 10},
	} {
		if got := ana.refused("POST", at+"/uploads", f); got != "whatsapp_limit" {
			t.Errorf("%v: %s", f["name"], got)
		}
	}
}
