package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A corrected message shows its visitor the new words alone, and one that was taken back shows none, wherever
// they read it; the team keeps every wording.
func TestAWebMessageIsCorrectedAndTakenBack(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("what does it cost?")
	w.Pass(time.Second)
	said, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Text("it costs 500"))
	w.Must(err)
	w.Must(w.Correction(chattest.Ana, amara.Key(), chat.KindEdit, said.ID, " it costs 50 "))
	w.Streams()
	if m := amara.Reads(said.ID); m.Body().Text != "it costs 50" || m.Marks.Edited == nil {
		t.Errorf("the visitor reads %+v", m)
	}
	if h := w.Head(amara.Key()); h.Preview != "what does it cost?" || h.Assignee != chattest.Ana.ID {
		t.Errorf("the head is %+v", h)
	}
	w.Must(w.Correction(chattest.Ana, amara.Key(), chat.KindRevoke, said.ID, "words that do not belong here"))
	w.Streams()
	m := amara.Reads(said.ID)
	if m.Body().Text != "" || m.Marks.Edited != nil || m.Marks.Revoked.IsZero() {
		t.Errorf("the visitor reads %+v", m)
	}
	for _, p := range w.Pushes[amara.Socket.ID][len(w.Pushes[amara.Socket.ID])-1:] {
		if p.Message == nil || p.Message.ID != said.ID || p.Message.Marks == nil || p.Message.Body().Text != "" {
			t.Errorf("the visitor was pushed %+v", p)
		}
	}
	full := w.Message(amara.Key(), said.ID)
	if full.Body().Text != "it costs 500" || full.Marks.Edited.Text != "it costs 50" ||
		full.Marks.Edited.Name != chattest.Ana.Name || full.Marks.RevokedBy != chattest.Ana.Name {
		t.Errorf("the team has %+v %+v", full.Body(), full.Marks)
	}
	if log := strings.Join(w.Log(amara.Key()), "\n"); !strings.Contains(log, "agent it costs 50\n") {
		t.Errorf("the log is\n%s", log)
	}
	before := w.Head(amara.Key())
	_, err = w.Rebuild()
	w.Must(err)
	if h := w.Head(amara.Key()); h.Preview != before.Preview || h.Preview != "what does it cost?" {
		t.Errorf("recounted, the preview is %q", h.Preview)
	}
}

func TestWhoMayCorrectWhat(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	asked := amara.Says("hello")
	w.Pass(time.Second)
	said, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Text("good day"))
	w.Must(err)
	note, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Body{Kind: chat.KindNote, Text: "ours"})
	w.Must(err)
	place, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Body{
		Kind: chat.KindDocument, Media: &chat.Media{Upload: "x", Name: "a.pdf"},
	})
	w.Must(err)
	lead := chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}
	edit, revoke := chat.KindEdit, chat.KindRevoke
	for _, c := range []struct {
		by    chat.Agent
		kind  chat.BodyKind
		about chat.MessageID
		text  string
		want  string
	}{
		{chattest.Sam, edit, said.ID, "x", "not_yours"},
		{chattest.Sam, revoke, said.ID, "", "not_yours"},
		{lead, edit, said.ID, "good morning", ""},
		{chattest.Ana, edit, asked.Message.ID, "x", "not_correctable"},
		{chattest.Ana, edit, asked.Reply.ID, "x", "not_correctable"},
		{chattest.Ana, revoke, note.ID, "", "not_correctable"},
		{chattest.Ana, edit, "", "x", "not_here"},
		{chattest.Ana, edit, w.ID(), "x", "not_here"},
		{chattest.Ana, edit, said.ID, "  ", "empty_text"},
		{chattest.Ana, edit, said.ID, "\u200b", "empty_text"},
		{chattest.Ana, edit, place.ID, "x", "no_words"},
		{chattest.Ana, revoke, place.ID, "", ""},
		{chattest.Ana, edit, said.ID, strings.Repeat("<", chat.MaxText), "body_too_large"},
		{chattest.Ana, edit, said.ID, strings.Repeat("x", chat.MaxText+1), "text_too_long"},
		{chattest.Ana, revoke, said.ID, "", ""},
		{chattest.Ana, edit, said.ID, "x", "taken_back"},
	} {
		if err := w.Correction(c.by, amara.Key(), c.kind, c.about, c.text); chattest.Code(err) != c.want {
			t.Errorf("%s by %s with %.10q: %v, not %q", c.kind, c.by.Name, c.text, err, c.want)
		}
	}
	late, _, err := w.Reply(t.Context(), chattest.Ana, amara.Key(), w.ID(), chat.Text("good night"))
	w.Must(err)
	w.Pass(chat.CorrectTime)
	if err := w.Correction(chattest.Ana, amara.Key(), edit, late.ID, "x"); chattest.Code(err) != "too_old" {
		t.Errorf("after a day: %v", err)
	}
	k := w.Writes(chattest.Bruno, "wamid.1", "hi")
	_, _, err = w.Reply(t.Context(), chattest.Ana, k, w.ID(), chat.Text("on the phone"))
	w.Must(err)
	if err := w.Correction(chattest.Ana, k, edit, w.Head(k).Last, "x"); chattest.Code(err) != "only_web" {
		t.Errorf("on WhatsApp: %v", err)
	}
}
