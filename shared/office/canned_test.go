package office_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/notices"
)

// Canned replies are all read at once, so their number is limited.
func TestCannedRepliesAreBounded(t *testing.T) {
	w := chattest.New(t)
	for owner, most := range map[chat.AgentID]int{"": 200, chattest.Olu.ID: 50} {
		for i := range most + 1 {
			_, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, chat.CannedReply{
				Owner: owner, Title: fmt.Sprint(i), Text: "Hello!",
			})
			if (chat.CodeOf(err) == "too_many_replies") != (i == most) {
				t.Fatalf("number %d of %q: %v", i, owner, err)
			}
		}
	}
}

// The fault of a reply stands at its field, and names the remedy.
func TestACannedReplyThatCannotBeSent(t *testing.T) {
	w := chattest.New(t)
	for code, r := range map[string]chat.CannedReply{
		"text_needed":      {Text: "\u200b"},
		"no_such_variable": {Text: "Hello {{visitor.nam|there}}"},
		"language_needed":  {Text: "Hello", Texts: map[string]string{"pt": "Olá"}},
		"language_twice":   {Text: "Hello", Language: "en", Texts: map[string]string{"en": "Hi"}},
		"bad_language":     {Text: "Hello", Language: "English"},
		"too_long": {Text: strings.Repeat("x", 4000), Language: "en", Texts: map[string]string{
			"pt": strings.Repeat("x", 4000),
		}},
		"too_many_files": {Text: "Hello", Files: make([]chat.CannedFile, 4)},
	} {
		r.Title = "Hello"
		if _, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, r); chat.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// A person's own replies are theirs alone, and go when they leave the team; the team's are changed by leads.
func TestWhoseCannedReplies(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	shared, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, chat.CannedReply{Title: "Hours", Text: "From 9."})
	w.Must(err)
	own, err := w.SaveCannedReply(w.Ctx(), chattest.Ana, chat.CannedReply{
		Owner: chattest.Ana.ID, Title: "Mine", Text: "Hello {{ visitor.name | there }}",
	})
	w.Must(err)
	shared.Text = "From 8."
	if _, err := w.SaveCannedReply(w.Ctx(), chattest.Ana, shared); chat.CodeOf(err) != "lead_needed" {
		t.Errorf("an agent changes the team's reply: %v", err)
	}
	if err := w.DeleteCannedReply(w.Ctx(), chattest.Ana, "", shared.ID); chat.CodeOf(err) != "lead_needed" {
		t.Errorf("an agent deletes the team's reply: %v", err)
	}
	if _, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, own); chat.CodeOf(err) != "lead_needed" {
		t.Errorf("somebody changes another person's own reply: %v", err)
	}
	shared, err = w.SaveCannedReply(w.Ctx(), chattest.Olu, shared)
	w.Must(err)
	late := shared
	late.Version--
	if _, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, late); chat.KindOf(err) != chat.Conflict {
		t.Errorf("a colleague's change is overruled unseen: %v", err)
	}
	late.ID = "gone"
	if _, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, late); chat.CodeOf(err) != "no_reply" {
		t.Errorf("one that was deleted comes back: %v", err)
	}
	for who, want := range map[chat.AgentID]string{
		chattest.Ana.ID: "From 8.,Hello {{ visitor.name | there }}", chattest.Olu.ID: "From 8.",
	} {
		seen, err := w.CannedReplies(w.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: who})
		w.Must(err)
		texts := []string{}
		for _, r := range seen {
			texts = append(texts, r.Text)
		}
		if got := strings.Join(texts, ","); got != want {
			t.Errorf("%s has %s", who, got)
		}
	}
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = append(r.Members,
			chat.Member{ID: chattest.Ana.ID, Email: "ana@mail.test", Role: chat.RoleAgent},
			chat.Member{ID: chattest.Olu.ID, Email: "olu@mail.test", Role: chat.RoleOwner})
		return nil
	}))
	for _, agent := range []chat.AgentID{chattest.Ana.ID, chattest.Olu.ID} {
		d := notices.Registered{Device: notices.Device{ID: "of" + string(agent)}, Agent: agent}
		w.Must(w.Store.PutDevice(w.Ctx(), chattest.Tenant, d))
	}
	_, err = w.RemoveMember(w.Ctx(), chattest.Olu, chattest.Ana.ID)
	w.Must(err)
	left, err := w.Store.CannedReplies(w.Ctx(), chattest.Tenant, chattest.Ana.ID)
	w.Must(err)
	told, err := w.Store.Devices(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if len(left) > 0 || len(told) != 1 || told[0].Agent != chattest.Olu.ID {
		t.Errorf("somebody has left the team, and their replies stay: %v, or their devices: %v", left, told)
	}
}

// A reply has its files until it is changed or deleted; a file of another reply stays, and so does one that somebody
// else has.
func TestFilesOfACannedReply(t *testing.T) {
	w := chattest.New(t)
	files := w.Enclosures.(*chattest.Enclosures)
	there := func() string {
		names := []string{}
		for _, f := range files.Files {
			names = append(names, f.Name)
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	upload := func(name string) chat.CannedFile { return chat.CannedFile{Upload: "u_" + name, Name: name} }
	save := func(r chat.CannedReply) chat.CannedReply {
		t.Helper()
		r, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, r)
		w.Must(err)
		return r
	}
	r := save(chat.CannedReply{Title: "Menu", Text: "Here.", Files: []chat.CannedFile{upload("a"), upload("b")}})
	if r.Files[0].Type != "image/png" || r.Files[1].Size != 1 || there() != "a b" {
		t.Fatalf("it has %+v, and kept are %s", r.Files, there())
	}
	twin := save(chat.CannedReply{Title: "Twin", Text: "Here.", Files: []chat.CannedFile{upload("b"), upload("b")}})
	if len(twin.Files) != 1 {
		t.Errorf("a file that is named twice: %+v", twin.Files)
	}
	r.Files = nil // no list of them
	if r = save(r); len(r.Files) != 2 {
		t.Errorf("of two files are left: %+v", r.Files)
	}
	r.Files = []chat.CannedFile{{Upload: "u_a", Name: "another name"}, upload("c")}
	if r = save(r); r.Files[0].Name != "a" || there() != "a b c" {
		t.Errorf("it has %+v, and kept are %s", r.Files, there())
	}
	r.Files = append(r.Files, upload("d"))
	for code, kind := range map[string]chat.ErrorKind{"file_too_large": chat.Invalid, "no_upload": chat.NotFound} {
		files.Fails = chat.Errorf(kind, code, "Upload another one.")
		_, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, r)
		want := chat.FieldFault{Name: "files", Code: code, Text: "d: Upload another one."}
		if wrong, ok := errors.AsType[*chat.Error](err); !ok || !slices.Equal(wrong.Fields, []chat.FieldFault{want}) {
			t.Errorf("a file that is not taken: %v", err)
		}
	}
	files.Fails = chat.Errorf(chat.Unavailable, "busy", "Later.")
	if _, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, r); chat.KindOf(err) != chat.Unavailable {
		t.Errorf("a fault of ours is told as one of the field: %v", err)
	}
	files.Fails = nil
	r.Files = []chat.CannedFile{}
	save(r)
	if there() != "b" {
		t.Errorf("without files kept are %s", there())
	}
	w.Must(w.DeleteCannedReply(w.Ctx(), chattest.Olu, "", twin.ID))
	if there() != "" {
		t.Errorf("of deleted replies stay %s", there())
	}
}
