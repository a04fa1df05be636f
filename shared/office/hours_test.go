package office_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/google/go-cmp/cmp"
)

func mornings(zone string) hours.Hours {
	h := hours.Hours{Zone: zone, Away: "We sleep."}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		h.Week = append(h.Week, hours.Span{Day: day, From: "08:00", To: "12:00"})
	}
	return h
}

// A bot has its team's hours until it gets its own, and again after it gave them up; visitors hear of it.
func TestHoursOfATeamAndItsBots(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	says := func(want chat.Opening) {
		t.Helper()
		w.Pass(time.Minute) // longer than settings are kept in mind
		guest := chattest.Guest{World: w, Bot: chattest.Fast, Mode: chat.Full}
		if got := guest.Opens("/").Opening; got == nil || *got != want {
			t.Errorf("visitors hear %+v, not %+v", got, want)
		}
	}
	guest := chattest.Guest{World: w, Bot: chattest.Fast, Mode: chat.Full}
	if o := guest.Opens("/").Opening; o != nil {
		t.Errorf("a team without hours says %+v", o)
	}
	had, err := w.Hours(w.Ctx(), chattest.Olu)
	w.Must(err)
	now := w.Now()
	noon := time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC)
	w.Pass(noon.Add(24*time.Hour - time.Hour).Sub(now)) // eleven o'clock
	_, err = w.SaveHours(w.Ctx(), chattest.Olu, mornings("UTC"), had.Version)
	w.Must(err)
	says(chat.Opening{Open: true, At: noon.AddDate(0, 0, 1)})
	_, err = w.SaveHours(w.Ctx(), chattest.Olu, mornings("UTC"), had.Version)
	if chat.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("an older version is saved: %v", err)
	}
	bot, err := w.BotHours(w.Ctx(), chattest.Olu, chattest.Fast)
	w.Must(err)
	if bot.Hours != nil || bot.Now == nil || !bot.Now.Open {
		t.Errorf("the bot has %+v", bot)
	}
	own := mornings("Asia/Tokyo")
	bot, err = w.SaveBotHours(w.Ctx(), chattest.Olu, chattest.Fast, &own, bot.Version)
	w.Must(err)
	says(chat.Opening{At: noon.AddDate(0, 0, 1).Add(11 * time.Hour), Away: "We sleep."})
	_, err = w.SaveBotHours(w.Ctx(), chattest.Olu, chattest.Fast, nil, bot.Version)
	w.Must(err)
	says(chat.Opening{Open: true, At: noon.AddDate(0, 0, 1)})
}

func TestHoursThatContradictAreNotSaved(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	bad := mornings("UTC")
	bad.Week = append(bad.Week, hours.Span{Day: "mon", From: "11:00", To: "13:00"})
	_, err := w.SaveHours(w.Ctx(), chattest.Olu, bad, 1)
	wrong, is := errors.AsType[*chat.Error](err)
	if !is || len(wrong.Fields) != 1 || wrong.Fields[0].Name != "week.7.from" || wrong.Code != "overlaps" {
		t.Errorf("%v", err)
	}
	if _, err = w.SaveBotHours(w.Ctx(), chattest.Olu, chattest.Fast, &bad, 1); chat.CodeOf(err) != "overlaps" {
		t.Errorf("%v", err)
	}
	if had, err := w.Hours(w.Ctx(), chattest.Olu); err != nil || had.Now != nil {
		t.Errorf("%+v, %v", had, err)
	}
}

// What held before a change of hours is kept, so that a wait is judged by the hours of its own time. Other words for
// visitors are no other hours, and a save that is refused tells nothing untrue.
func TestHoursOfBeforeAChangeAreKept(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	begin := w.Now()
	saves := func(h hours.Hours, stale int64) {
		t.Helper()
		w.Pass(time.Hour)
		had, err := w.Hours(w.Ctx(), chattest.Olu)
		w.Must(err)
		if _, err = w.SaveHours(w.Ctx(), chattest.Olu, h, had.Version-stale); (err != nil) != (stale > 0) {
			t.Errorf("%v", err)
		}
	}
	words := mornings("UTC")
	words.Away = "We are out."
	saves(mornings("UTC"), 0)
	saves(words, 0)
	saves(mornings("Asia/Tokyo"), 1)
	saves(mornings("Asia/Tokyo"), 0)
	w.Pass(time.Hour)
	own, bot := mornings("America/Lima"), int64(1)
	_, err := w.SaveBotHours(w.Ctx(), chattest.Olu, chattest.Fast, &own, bot)
	w.Must(err)
	past, err := w.Store.PastHours(w.Ctx(), chattest.Tenant, time.Time{})
	w.Must(err)
	bare := mornings("UTC")
	bare.Away = ""
	want := []chat.PastHours{
		{Until: begin.Add(time.Hour), Hours: &hours.Hours{}},
		{Until: begin.Add(3 * time.Hour), Hours: &bare},
		{Until: begin.Add(4 * time.Hour), Hours: &bare},
		{Bot: chattest.Fast, Until: begin.Add(5 * time.Hour)},
	}
	if diff := cmp.Diff(want, past); diff != "" {
		t.Error(diff)
	}
}
