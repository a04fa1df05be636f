package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// correction sends an edit or a revoke of a message.
func (o *office) correction(a chat.Agent, k chat.ConversationKey, kind chat.BodyKind, about chat.MessageID, text string) error {
	o.t.Helper()
	o.pass(time.Second)
	_, _, err := o.Reply(o.ctx(), a, k, o.id(), chat.Body{Kind: kind, Text: text, ReplyTo: about})
	return err
}

// What was corrected or taken back shows its visitor the new words alone, wherever they read
// it; the team keeps every wording.
func TestAWebMessageIsCorrectedAndTakenBack(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("what does it cost?")
	o.pass(time.Second)
	said, _, err := o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Text("it costs 500"))
	o.must(err)
	o.must(o.correction(ana, amara.key(), chat.KindEdit, said.ID, " it costs 50 "))
	o.streams()
	if m := amara.reads(said.ID); m.Body().Text != "it costs 50" || m.Marks.Edited == nil {
		t.Errorf("the visitor reads %+v", m)
	}
	if h := o.head(amara.key()); h.Preview != "it costs 50" || h.Assignee != ana.ID {
		t.Errorf("the head is %+v", h)
	}
	o.must(o.correction(ana, amara.key(), chat.KindRevoke, said.ID, "words that do not belong here"))
	o.streams()
	m := amara.reads(said.ID)
	if m.Body().Text != "" || m.Marks.Edited != nil || m.Marks.Revoked.IsZero() {
		t.Errorf("the visitor reads %+v", m)
	}
	for _, p := range o.pushes[amara.socket.ID][len(o.pushes[amara.socket.ID])-1:] {
		if p.Message == nil || p.Message.ID != said.ID || p.Message.Marks == nil || p.Message.Body().Text != "" {
			t.Errorf("the visitor was pushed %+v", p)
		}
	}
	full := o.message(amara.key(), said.ID)
	if full.Body().Text != "it costs 500" || full.Marks.Edited.Text != "it costs 50" || full.Marks.Edited.Name != ana.Name || full.Marks.RevokedBy != ana.Name {
		t.Errorf("the team has %+v %+v", full.Body(), full.Marks)
	}
	if log := strings.Join(o.log(amara.key()), "\n"); !strings.Contains(log, "agent it costs 50\n") {
		t.Errorf("the log is\n%s", log)
	}
	before := o.head(amara.key())
	_, err = o.Rebuild(t.Context(), tenant)
	o.must(err)
	if h := o.head(amara.key()); h.Preview != before.Preview || h.Preview != "Taken back" {
		t.Errorf("recounted, the preview is %q", h.Preview)
	}
}

// reads is a message as the visitor's client gets it when it resumes after it.
func (g *guest) reads(id chat.MessageID) chat.Message {
	g.o.t.Helper()
	g.o.pass(11 * time.Minute) // beyond what a resume reads again
	for _, after := range []chat.MessageID{"", g.o.head(g.key()).Last} {
		messages, err := g.o.Earlier(g.o.ctx(), g.key(), "", 50)
		if after != "" {
			messages, err = g.o.Later(g.o.ctx(), g.key(), after)
		}
		g.o.must(err)
		for _, m := range messages {
			if m.ID == id {
				return m
			}
		}
	}
	g.o.t.Fatalf("the visitor does not get %s", id)
	return chat.Message{}
}

func TestWhoMayCorrectWhat(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	asked := amara.says("hello")
	o.pass(time.Second)
	said, _, err := o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Text("good day"))
	o.must(err)
	note, _, err := o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Body{Kind: chat.KindNote, Text: "ours"})
	o.must(err)
	place, _, err := o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Body{Kind: chat.KindDocument, Media: &chat.Media{Upload: "x", Name: "a.pdf"}})
	o.must(err)
	lead := chat.Agent{Tenant: tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}
	edit, revoke := chat.KindEdit, chat.KindRevoke
	for _, c := range []struct {
		by    chat.Agent
		kind  chat.BodyKind
		about chat.MessageID
		text  string
		want  string
	}{
		{sam, edit, said.ID, "x", "not_yours"}, {sam, revoke, said.ID, "", "not_yours"}, {lead, edit, said.ID, "good morning", ""},
		{ana, edit, asked.Message.ID, "x", "not_correctable"}, {ana, edit, asked.Reply.ID, "x", "not_correctable"}, {ana, revoke, note.ID, "", "not_correctable"},
		{ana, edit, "", "x", "not_here"}, {ana, edit, chat.MessageID(o.id()), "x", "not_here"}, {ana, edit, said.ID, "  ", "empty_text"}, {ana, edit, said.ID, "\u200b", "empty_text"},
		{ana, edit, place.ID, "x", "no_words"}, {ana, revoke, place.ID, "", ""}, {ana, edit, said.ID, strings.Repeat("<", chat.MaxText), "body_too_large"},
		{ana, edit, said.ID, strings.Repeat("x", chat.MaxText+1), "text_too_long"}, {ana, revoke, said.ID, "", ""}, {ana, edit, said.ID, "x", "taken_back"},
	} {
		if err := o.correction(c.by, amara.key(), c.kind, c.about, c.text); code(err) != c.want {
			t.Errorf("%s by %s with %.10q: %v, not %q", c.kind, c.by.Name, c.text, err, c.want)
		}
	}
	late, _, err := o.Reply(t.Context(), ana, amara.key(), o.id(), chat.Text("good night"))
	o.must(err)
	o.pass(chat.CorrectTime)
	if err := o.correction(ana, amara.key(), edit, late.ID, "x"); code(err) != "too_old" {
		t.Errorf("after a day: %v", err)
	}
	k := o.writes(bruno, "wamid.1", "hi")
	_, _, err = o.Reply(t.Context(), ana, k, o.id(), chat.Text("on the phone"))
	o.must(err)
	if err := o.correction(ana, k, edit, o.head(k).Last, "x"); code(err) != "only_web" {
		t.Errorf("on WhatsApp: %v", err)
	}
}
