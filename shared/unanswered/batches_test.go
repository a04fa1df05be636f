package unanswered_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

// metered is a store that counts what is read.
type metered struct {
	unanswered.Store
	reads  int // of all wordings
	widest int // of the reads of named wordings
}

func (m *metered) Gaps(
	ctx context.Context, t chat.TenantID, bot chat.BotID, position string, limit int,
) ([]chat.GapRow, string, error) {
	m.reads++
	return m.Store.Gaps(ctx, t, bot, position, limit)
}

func (m *metered) GapsOf(ctx context.Context, t chat.TenantID, askings []chat.Asking) ([]chat.GapRow, error) {
	m.widest = max(m.widest, len(askings))
	return m.Store.GapsOf(ctx, t, askings)
}

// names keeps a decision that some wordings, of which none is left, belong to the entry.
func (w *world) names(id string, wordings int) {
	w.T.Helper()
	topic := unanswered.Topic{
		Tenant: chattest.Tenant, ID: id, State: unanswered.Answered, Entry: "01x", At: w.Now(), By: lea.ID,
	}
	for i := range wordings {
		topic.Wordings = append(topic.Wordings, fmt.Sprintf("%s-%d", id, i))
	}
	w.Must(w.Store.PutTopics(w.Ctx(), chattest.Tenant, []unanswered.Topic{topic}))
}

// briefly asks again in little time.
func (w *world) briefly(mind *bots) error {
	ctx, cancel := context.WithTimeout(w.Ctx(), 5*time.Second)
	defer cancel()
	return w.questions.Replay(ctx, chattest.Tenant, mind)
}

// Questions whose entries are not in force are brought in step without a look at any wording.
func TestQuestionsThatNeedNoAskingReadNoWordings(t *testing.T) {
	w, mind := newWorld(t), newBots()
	for i, entry := range []string{"gone", "written", "back"} {
		w.asked(i, entry+" of a bike")
		w.decides(entry+" of a bike", unanswered.Decision{Entry: entry})
	}
	mind.publish()
	for entry, standing := range map[string]unanswered.Standing{
		"gone": unanswered.Gone, "written": unanswered.Written, "back": unanswered.InForce,
	} {
		mind.standing[entry] = standing
	}
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	mind.publish()
	mind.standing["back"] = unanswered.Written // an earlier edition came back
	store := &metered{Store: w.Store}
	w.Must(unanswered.New(w.Desk, store, w.model).Replay(w.Ctx(), chattest.Tenant, mind))
	if store.reads > 0 {
		t.Errorf("the wordings of %d bots are read", store.reads)
	}
	for entry, want := range map[string]unanswered.State{
		"gone": unanswered.Open, "written": unanswered.Answered, "back": unanswered.Answered,
	} {
		topic := w.topics()[chat.GapID(entry+" of a bike")]
		if topic.State != want || (topic.Entry == "") != (entry == "gone") {
			t.Errorf("the one that is %s is %+v", entry, topic)
		}
	}
}

// A replay that is short of time stops between two readings, and the next call does not begin with the same again.
func TestAReplayThatIsShortOfTimeStopsBetweenReadings(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.names("!", unanswered.MaxWordings)
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	w.crowded()
	mind.publish("price of a bike")
	for call, asked := range []int{0, 1} {
		err := w.briefly(mind)
		if done := call > 0; mind.asked != asked || !done && !errors.Is(err, unanswered.ErrUnfinished) {
			t.Errorf("after call %d: %d were asked, %v", call, mind.asked, err)
		}
	}
	w.Must(w.briefly(mind))
	if price := w.topics()[chat.GapID("price of a bike")]; price.State != unanswered.Routed || mind.asked != 1 {
		t.Errorf("the price is %+v, %d were asked", price, mind.asked)
	}
}

// However many bots a team has, one reading looks for a bounded number of wordings: each may be stored for each bot.
func TestAReadingOfManyBotsIsBounded(t *testing.T) {
	w, mind := newWorld(t), newBots()
	all, err := w.Store.Bots(w.Ctx(), chattest.Tenant)
	w.Must(err)
	for i := len(all); i < 30; i++ {
		w.Must(w.Store.PutBot(w.Ctx(), chat.Bot{Tenant: chattest.Tenant, ID: chat.BotID(fmt.Sprint("b_", i))}))
	}
	for i := range 4 {
		w.names(fmt.Sprint("!", i), unanswered.MaxWordings/5)
	}
	w.crowded()
	store := &metered{Store: w.Store}
	w.Must(unanswered.New(w.Desk, store, w.model).Replay(w.Ctx(), chattest.Tenant, mind))
	if store.widest > unanswered.MaxSought || store.widest < unanswered.MaxSought/2 {
		t.Errorf("%d are looked for at once, with %d or fewer in mind", store.widest, unanswered.MaxSought)
	}
}
