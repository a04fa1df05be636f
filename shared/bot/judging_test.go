package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// oracle is a judge with one verdict.
type oracle struct {
	verdict meaning.Verdict
	err     error
	asked   []meaning.Question
}

func (o *oracle) Judge(_ context.Context, q meaning.Question) (meaning.Verdict, error) {
	o.asked = append(o.asked, q)
	return o.verdict, o.err
}

func sure(id string) meaning.Verdict {
	c := []meaning.Candidate{{Entry: id, Chance: 0.93, Asked: "pt"}}
	return meaning.Verdict{Decision: meaning.Answered, Use: c, Best: c}
}

var unsure = meaning.Verdict{
	Decision: meaning.Offered,
	Use:      []meaning.Candidate{{Entry: "a", Chance: 0.5, Asked: "pt"}, {Entry: "b", Chance: 0.3, Asked: "pt"}},
	Best:     []meaning.Candidate{{Entry: "a", Chance: 0.5}, {Entry: "b", Chance: 0.3}},
}

func stable(o *oracle) *ScriptBot { return stableBy(o, Starter()) }

func stableBy(o *oracle, script json.RawMessage) *ScriptBot {
	entry := func(id, title, wording, english, portuguese string) knowledge.Entry {
		return knowledge.Entry{ID: knowledge.EntryID(id), Version: 1, Content: knowledge.Content{
			Title: title, Languages: map[string]knowledge.Words{
				"en": {Wordings: []string{wording}, Answer: []string{english}}, "pt": {Answer: []string{portuguese}},
			},
		}}
	}
	return Scripted(shop{script}, &book{knowledge.Edition{Number: 7, Mark: "m", Entries: []knowledge.Entry{
		entry("a", "Price of a saddle", "What does a saddle cost?", "100 euros.", "Cem euros."),
		entry("b", "Riding lessons", "Do you give lessons?", "On Sundays.", "Aos domingos."),
	}}}).By(o)
}

// dialogue puts one message after the other to a bot, each with the state that the reply before left.
func dialogue(t *testing.T, b *ScriptBot, last bool, bodies ...chat.Body) (all []chat.Answer) {
	t.Helper()
	var state json.RawMessage
	for _, body := range bodies {
		a, err := b.Respond(t.Context(), chat.Question{
			Bot: chat.Bot{ID: "b", Tenant: "t"}, Source: chat.Web, State: state, Last: last,
			Message: chat.Message{Bubbles: []chat.Bubble{{Body: body}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		state = a.Effects.State
		all = append(all, a)
	}
	return all
}

func optionsOf(a chat.Answer) string {
	ids := []string{}
	for _, b := range a.Bubbles {
		for _, o := range b.Options {
			ids = append(ids, o.ID)
		}
	}
	return strings.Join(ids, "|")
}

func TestAnEntryAnswersByMeaningInTheLanguageOfTheQuestion(t *testing.T) {
	o := &oracle{verdict: sure("a")}
	got := dialogue(t, stable(o), false, chat.Text("quanto sai para sentar no cavalo"))
	why := got[0].Effects.Why
	if !why.Answered || why.By != chat.ByMeaning || len(why.Best) != 1 || why.Best[0].Chance != 0.93 {
		t.Errorf("the reasons are %+v", why)
	}
	if said(got[0]) != "Cem euros." || len(o.asked) != 1 || o.asked[0].Edition != 7 || o.asked[0].Mark != "m" ||
		o.asked[0].Tenant != "t" {
		t.Errorf("%q after %+v", said(got[0]), o.asked)
	}
}

func TestAnEntryInItsOwnWordsAndSmallTalkNeedNoJudge(t *testing.T) {
	o := &oracle{err: errors.New("gone")}
	got := dialogue(t, stable(o), false, chat.Text("What does a saddle cost?"), chat.Text("thanks"),
		chat.Text("a human please"))
	if len(o.asked) != 0 || said(got[0]) != "100 euros." || got[1].Effects.Gap != nil ||
		got[2].Effects.HandOver != "asked" {
		t.Errorf("%+v, asked %v", got, o.asked)
	}
}

func TestAnUnsureQuestionOffersTitlesWhoseTapAnswers(t *testing.T) {
	got := dialogue(t, stable(&oracle{verdict: unsure}), false, chat.Text("quanto sai"))
	options := got[0].Bubbles[0].Options
	titles := []string{}
	for _, o := range options {
		titles = append(titles, o.Title)
	}
	want := "Price of a saddle|Riding lessons|Nenhum destes|Falar com alguém"
	if strings.Join(titles, "|") != want || got[0].Effects.Gap != nil {
		t.Fatalf("it offers %q", titles)
	}
	got = dialogue(t, stable(&oracle{verdict: unsure}), false, chat.Text("quanto sai"),
		tap(options[1].ID, options[1].Title))
	if why := got[1].Effects.Why; why.By != chat.ByChoice || why.Best[0].Entry != "b" || got[0].Effects.Why.Answered {
		t.Errorf("the reasons are %+v", why)
	}
	if said(got[1]) != "Aos domingos." || got[1].Effects.Gap != nil {
		t.Errorf("the tap is answered %q", said(got[1]))
	}
}

func TestNoneOfTheseIsAGapWithTheWayToAPerson(t *testing.T) {
	for name, next := range map[string]chat.Body{"none": tap(tapNone, ""), "unsure again": chat.Text("e sem sela?")} {
		got := dialogue(t, stable(&oracle{verdict: unsure}), false, chat.Text("quanto sai"), next)
		gap, asked := got[1].Effects.Gap, map[string]string{"none": "quanto sai", "unsure again": "e sem sela?"}[name]
		if gap == nil || gap.Question != asked {
			t.Errorf("%s: the gap is %+v", name, gap)
		}
		if ways := optionsOf(got[1]); ways != "get" {
			t.Errorf("%s: the fallback's own way to a person is beside %q", name, ways)
		}
		mute := json.RawMessage(`{"greeting": {"say": ["Hello"]}, "fallback": {"say": ["I do not know."]}}`)
		got = dialogue(t, stableBy(&oracle{verdict: unsure}, mute), false, chat.Text("quanto sai"), next)
		if ways := optionsOf(got[1]); ways != tapAsk {
			t.Errorf("%s: the ways are %q", name, ways)
		}
	}
	got := dialogue(t, stable(&oracle{verdict: unsure}), false, chat.Text("quanto sai"), tap(tapAsk, ""))
	if got[1].Effects.HandOver != "asked" {
		t.Errorf("a tap on a person leads to %+v", got[1].Effects)
	}
}

// A judge that is gone makes no answer worse, and no gap: the question comes again from the queue, and at last, too, is
// only counted if it was judged.
func TestWithoutAJudgeWordsAnswerAndTheRestWaits(t *testing.T) {
	b := stable(&oracle{err: errors.New("gone")})
	if got := dialogue(t, b, false, chat.Text("what is the cost of a saddle")); said(got[0]) != "100 euros." {
		t.Errorf("words answer %q", said(got[0]))
	}
	asks := func(text string) chat.Question {
		return chat.Question{
			Bot: chat.Bot{ID: "b"}, Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
		}
	}
	doubtful := asks("does the saddle cost less in winter when I buy two") // it asks for more than the entry's words say
	if _, err := b.Respond(t.Context(), doubtful); !errors.Is(err, chat.ErrLater) {
		t.Errorf("words that are not sure do not wait for the verdict: %v", err)
	}
	doubtful.Last = true
	if a, err := b.Respond(t.Context(), doubtful); err != nil || said(a) != "100 euros." {
		t.Errorf("at last words answer %q, %v", said(a), err)
	}
	unknown := asks("do zebras fly")
	if _, err := b.Respond(t.Context(), unknown); !errors.Is(err, chat.ErrLater) {
		t.Errorf("the question does not wait: %v", err)
	}
	unknown.Last = true
	if a, err := b.Respond(t.Context(), unknown); err != nil || a.Effects.Gap != nil || len(a.Bubbles) == 0 {
		t.Errorf("at last it is a gap: %+v, %v", a, err)
	}
}

func TestAGapIsAWholeJudgement(t *testing.T) {
	o := &oracle{verdict: meaning.Verdict{Decision: meaning.Gap, Best: []meaning.Candidate{{Entry: "a", Chance: 0.1}}}}
	got := dialogue(t, stable(o), false, chat.Text("do zebras fly"))
	if gap := got[0].Effects.Gap; gap == nil || gap.Score != 0.1 || len(o.asked) != 1 {
		t.Errorf("%+v", gap)
	}
}
