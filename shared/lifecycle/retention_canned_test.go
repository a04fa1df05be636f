package lifecycle_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// The daily walk deletes the files of canned replies that no reply has, once they have lain for a day; those that one
// has stay for ever, whatever the retention of media is.
func TestUnusedFilesOfCannedRepliesGo(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	files := chattest.NewVault()
	w.Vault = files
	w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
	w.Walks()
	for _, r := range []chat.CannedReply{
		{Title: "Menu", Text: "Here.", Files: []chat.CannedFile{{Upload: "u_team", Name: "a"}}},
		{Owner: chattest.Olu.ID, Title: "Mine", Text: "Here.", Files: []chat.CannedFile{{Upload: "u_own", Name: "b"}}},
	} {
		_, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, r)
		w.Must(err)
	}
	olu := string(chattest.Olu.ID)
	put := func(paths ...string) {
		for _, path := range paths {
			w.Must(files.Put(w.Ctx(), path, "", []byte("x")))
			files.At[path] = w.Now()
		}
	}
	put("canned/t_1/team/u_team", "canned/t_1/"+olu+"/u_own", "canned/t_1/team/u_own", "canned/t_1/a_gone/u_team",
		"canned/t_12/team/u_other")
	w.Pass(200 * 24 * time.Hour)
	put("canned/t_1/team/u_new")
	w.Walks()
	left := slices.Sorted(maps.Keys(files.Files))
	want := []string{
		"canned/t_1/" + olu + "/u_own", "canned/t_1/team/u_new", "canned/t_1/team/u_team", "canned/t_12/team/u_other",
	}
	if !slices.Equal(left, want) {
		t.Errorf("left are %s", strings.Join(left, ", "))
	}
}
