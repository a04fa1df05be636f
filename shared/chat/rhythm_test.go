package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// mostAnswers is how often a bot answers a machine within ten minutes.
const mostAnswers = 12

// twin is a machine on the other side: it answers each message, after a while.
type twin struct {
	name   string
	answer func(told string, n int) string
	after  time.Duration
}

const away = "Thank you for your message. We are out of office until Monday."

var twins = []twin{
	{"echo", func(told string, _ int) string { return told }, 0},
	{"echo, slowly", func(told string, _ int) string { return told }, 40 * time.Second},
	{"echo that quotes", func(told string, _ int) string { return "> " + told }, 2 * time.Second},
	{"away", func(string, int) string { return away }, time.Second},
	{"away, after a minute", func(string, int) string { return away }, time.Minute},
	{"away, with a ticket number and a name", func(_ string, n int) string {
		return fmt.Sprintf("Thank you for contacting Kettle Support, %s! Your ticket #%d-%d was opened at 10:%02d. We "+
			"answer within 2 days.", []string{"Ana", "Bo", "Chidi"}[n%3], n, 7*n, n)
	}, 3 * time.Second},
	{"two away notes in turn", func(_ string, n int) string {
		return []string{away, "This inbox is not read by anybody. Please call us instead."}[n%2]
	}, 5 * time.Second},
	{"away in Arabic", func(string, int) string {
		return "شكرا لتواصلكم معنا، سنرد عليكم في أقرب وقت ممكن"
	}, 5 * time.Second},
	{"away in Japanese", func(string, int) string {
		return "お問い合わせありがとうございます。後ほどご連絡いたします。"
	}, 5 * time.Second},
	{"ok", func(string, int) string { return "ok" }, 5 * time.Second},
	{
		"a bot with words of its own",
		func(_ string, n int) string { return strings.Repeat(fmt.Sprint(novel[n%len(novel)], n*n), 6) }, 2 * time.Second,
	},
}

var novel = strings.Fields("Call me Ishmael some years ago never mind how long precisely having little or no money " +
	"in my purse")

// answers counts the answers of a bot within ten minutes to a twin that goes on for ever.
func answers(world *chattest.World, w twin, told string, says func(string) string) int {
	n := 0
	for until := world.Now().Add(10 * time.Minute); told != "" && n < 100 && world.Now().Before(until); n++ {
		world.Pass(w.after + 100*time.Millisecond)
		told = says(w.answer(told, n))
	}
	return n
}

// However a machine answers, the bot soon stops answering it, and a person is asked for.
func TestMachinesThatAnswerEachOtherAreStopped(t *testing.T) {
	bots := map[string]func(q chat.Question) (chat.Answer, error){
		"a bot that has one answer": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{
				Bubbles: []chat.Body{chat.Text("We are open from nine to six, on Sundays from ten."), chat.Text("Anything else?")},
			}, nil
		},
		"a bot that quotes": func(q chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("You said: " + q.Message.Body().Text)}}, nil
		},
	}
	for bot, think := range bots {
		for _, w := range twins {
			for channel, play := range map[string]func(*chattest.World, twin) (int, chat.Head){
				"web": onWeb, "slow bot": onSlowBot, "WhatsApp": onWhatsApp,
			} {
				t.Run(bot+"/"+w.name+"/"+channel, func(t *testing.T) {
					world := chattest.New(t)
					world.Think = think
					n, head := play(world, w)
					if n > mostAnswers || head.Owner != chat.OwnerTeam {
						t.Errorf("%d answers, and then it belongs to %s", n, head.Owner)
					}
				})
			}
		}
	}
}

func onWeb(world *chattest.World, w twin) (int, chat.Head) {
	g := world.Guest()
	g.Opens("/")
	n := answers(world, w, "Hello", func(text string) string { return spoken(g.Says(text).Reply) })
	log, _ := world.Store.History(world.Ctx(), g.Key(), "", 1)
	if len(log) != 1 || log[0].Effects == nil || log[0].Effects.HandOver != "loop" {
		world.T.Errorf("what ended it is not recorded: %+v", log)
	}
	return n, world.Head(g.Key())
}

func onSlowBot(world *chattest.World, w twin) (int, chat.Head) {
	g := world.Guest()
	g.Bot = chattest.Slow
	g.Opens("/")
	n := answers(world, w, "Hello", func(text string) string {
		id := g.Says(text).Message.ID
		world.Streams()
		for ; len(world.Asked) > 0; world.Asked = world.Asked[1:] {
			world.Must(world.Answer(world.Ctx(), world.Asked[0], true))
		}
		_, reply, err := world.Store.Exchange(world.Ctx(), g.Key(), id)
		world.Must(err)
		return spoken(reply)
	})
	return n, world.Head(g.Key())
}

func onWhatsApp(world *chattest.World, w twin) (int, chat.Head) {
	var key chat.ConversationKey
	wamid := 0
	n := answers(world, w, "Hello", func(text string) string {
		wamid++
		world.Must(world.ReceiveWhatsApp(world.Ctx(), chattest.Number, chattest.Bruno, chat.Text(text), chat.Origin{
			Wamid: fmt.Sprint("wamid.", wamid), Sent: world.Now().Truncate(time.Second),
		}))
		world.Streams()
		if key.ID == "" {
			page, err := world.Inbox(world.Ctx(), chattest.Ana, views.InboxQuery{Queue: "bot"})
			world.Must(err)
			key = page.Rows[0].Key()
		}
		log, err := world.Store.History(world.Ctx(), key, "", 1)
		world.Must(err)
		return spoken(&log[0])
	})
	return n, world.Head(key)
}

// spoken is the words of a bot's reply, "" if it has none.
func spoken(m *chat.Message) string {
	words := []string{}
	if m != nil && m.Author.Kind == chat.ByBot {
		for _, b := range m.Bubbles {
			words = append(words, b.Text)
		}
	}
	return strings.Join(words, " ")
}

// People repeat themselves, tap fast, send much at once and answer with one word. None of
// that is a machine.
func TestPeopleAreNoMachines(t *testing.T) {
	survey := []string{
		"How old is it?", "Does it leak?", "Is it warm?", "Did it fall?", "Is the lid on?", "Is it yours?",
		"Did you buy it here?", "Is it green?", "Is it loud?", "Do you want another?",
	}
	for name, lines := range map[string]func(n int) (string, time.Duration){
		"a question, three times": func(n int) (string, time.Duration) {
			return []string{"When do you open tomorrow?", "Hi"}[n/3], 4 * time.Second
		},
		"yes, to each question":  func(int) (string, time.Duration) { return "yes", 2 * time.Second },
		"numbers":                func(n int) (string, time.Duration) { return fmt.Sprint(n%3 + 1), 2 * time.Second },
		"short words, very fast": func(n int) (string, time.Duration) { return novel[n], 1500 * time.Millisecond },
		"long texts that they had": func(n int) (string, time.Duration) {
			return strings.Repeat(novel[n]+" ", 60), 20 * time.Second
		},
		"a question now and again": func(n int) (string, time.Duration) {
			return []string{
				"Where is my order, please?", "I want to know about " + novel[n], "and then about " + novel[n+1],
			}[n%3], time.Minute
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			asked := 0
			w.Think = func(chat.Question) (chat.Answer, error) {
				asked++
				return chat.Answer{Bubbles: []chat.Body{chat.Text(survey[asked%len(survey)])}}, nil
			}
			g := w.Guest()
			g.Opens("/")
			count := map[bool]int{true: 4, false: 10}[strings.Contains(name, "three")]
			for n := range count {
				text, after := lines(n)
				w.Pass(after)
				if g.Says(text).Reply == nil {
					t.Fatalf("the bot was silent at the word %d", n+1)
				}
			}
		})
	}
}

// Taps are people's, however fast and however often the same.
func TestFastTapsAreNoMachine(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{
				{Kind: chat.KindButtons, Text: "Which colour do you like?", Options: []chat.Option{{ID: "red", Title: "Red"}}},
			},
		}, nil
	}
	g := w.Guest()
	g.Opens("/")
	reply := g.Says("hello").Reply
	for n := range 20 {
		w.Pass(100 * time.Millisecond)
		in := g.Incoming(w.ID(), "")
		in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: reply.ID, Option: "red"}}
		r, err := w.Receive(w.Ctx(), in)
		w.Must(err)
		if reply = r.Reply; reply == nil {
			t.Fatalf("the bot was silent at tap %d", n+1)
		}
	}
}

// An agent who has looked at the conversation and gives it back to the bot knows better.
func TestHandedBackTheBotAnswersAgain(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	for range 6 {
		g.Says("When do you open tomorrow morning?")
	}
	if h := w.Head(g.Key()); h.Owner != chat.OwnerTeam {
		t.Fatalf("it belongs to %s", h.Owner)
	}
	_, err := w.HandBack(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	if r := g.Says("When do you open tomorrow morning?"); r.Reply == nil {
		t.Error("the bot is silent")
	}
}
