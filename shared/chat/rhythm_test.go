package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// mostAnswers is how often a bot answers a machine within ten minutes.
const mostAnswers = 12

// twin is a machine on the other side: it answers what it was told, after a while.
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
		return fmt.Sprintf("Thank you for contacting Kettle Support, %s! Your ticket #%d-%d was opened at 10:%02d. We answer within 2 days.", []string{"Ana", "Bo", "Chidi"}[n%3], n, 7*n, n)
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
	{"a bot with words of its own", func(_ string, n int) string { return strings.Repeat(fmt.Sprint(novel[n%len(novel)], n*n), 6) }, 2 * time.Second},
}

var novel = strings.Fields("Call me Ishmael some years ago never mind how long precisely having little or no money in my purse")

// answers counts what a bot says within ten minutes to a twin that goes on for ever.
func (o *office) answers(w twin, told string, says func(string) string) int {
	n := 0
	for until := o.Now().Add(10 * time.Minute); told != "" && n < 100 && o.Now().Before(until); n++ {
		o.pass(w.after + 100*time.Millisecond)
		told = says(w.answer(told, n))
	}
	return n
}

// Whatever a machine answers, the bot soon stops to answer it, and a person is asked for.
func TestMachinesThatAnswerEachOtherAreStopped(t *testing.T) {
	bots := map[string]func(q chat.Question) (chat.Answer, error){
		"a bot that has one answer": func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("We are open from nine to six, on Sundays from ten."), chat.Text("Anything else?")}}, nil
		},
		"a bot that quotes": func(q chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("You said: " + q.Message.Body().Text)}}, nil
		},
	}
	for bot, think := range bots {
		for _, w := range twins {
			for channel, play := range map[string]func(*office, twin) (int, chat.Head){"web": onWeb, "slow bot": onSlowBot, "WhatsApp": onWhatsApp} {
				t.Run(bot+"/"+w.name+"/"+channel, func(t *testing.T) {
					o := newOffice(t)
					o.think = think
					n, head := play(o, w)
					if n > mostAnswers || head.Owner != chat.OwnerTeam {
						t.Errorf("%d answers, and then it belongs to %s", n, head.Owner)
					}
				})
			}
		}
	}
}

func onWeb(o *office, w twin) (int, chat.Head) {
	g := o.guest()
	g.opens("/")
	n := o.answers(w, "Hello", func(text string) string { return spoken(g.says(text).Reply) })
	log, _ := o.Store.History(o.ctx(), g.key(), "", 1)
	if len(log) != 1 || log[0].Effects == nil || log[0].Effects.HandOver != "loop" {
		o.t.Errorf("what ended it is not recorded: %+v", log)
	}
	return n, o.head(g.key())
}

func onSlowBot(o *office, w twin) (int, chat.Head) {
	g := o.guest()
	g.bot = slow
	g.opens("/")
	n := o.answers(w, "Hello", func(text string) string {
		id := g.says(text).Message.ID
		o.streams()
		for ; len(o.asked) > 0; o.asked = o.asked[1:] {
			o.must(o.Answer(o.ctx(), o.asked[0], true))
		}
		_, reply, err := o.Store.Exchange(o.ctx(), g.key(), id)
		o.must(err)
		return spoken(reply)
	})
	return n, o.head(g.key())
}

func onWhatsApp(o *office, w twin) (int, chat.Head) {
	var key chat.ConversationKey
	wamid := 0
	n := o.answers(w, "Hello", func(text string) string {
		wamid++
		o.must(o.ReceiveWhatsApp(o.ctx(), number, bruno, chat.Text(text), chat.Origin{Wamid: fmt.Sprint("wamid.", wamid), Sent: o.Now().Truncate(time.Second)}))
		o.streams()
		if key.ID == "" {
			page, err := o.Inbox(o.ctx(), ana, chat.InboxQuery{Queue: "bot"})
			o.must(err)
			key = page.Rows[0].Key()
		}
		log, err := o.Store.History(o.ctx(), key, "", 1)
		o.must(err)
		return spoken(&log[0])
	})
	return n, o.head(key)
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
	survey := []string{"How old is it?", "Does it leak?", "Is it warm?", "Did it fall?", "Is the lid on?", "Is it yours?", "Did you buy it here?", "Is it green?", "Is it loud?", "Do you want another?"}
	for name, lines := range map[string]func(n int) (string, time.Duration){
		"a question, three times": func(n int) (string, time.Duration) {
			return []string{"When do you open tomorrow?", "Hi"}[n/3], 4 * time.Second
		},
		"yes, to each question":    func(int) (string, time.Duration) { return "yes", 2 * time.Second },
		"numbers":                  func(n int) (string, time.Duration) { return fmt.Sprint(n%3 + 1), 2 * time.Second },
		"short words, very fast":   func(n int) (string, time.Duration) { return novel[n], 1500 * time.Millisecond },
		"long texts that they had": func(n int) (string, time.Duration) { return strings.Repeat(novel[n]+" ", 60), 20 * time.Second },
		"a question now and again": func(n int) (string, time.Duration) {
			return []string{"Where is my order, please?", "I want to know about " + novel[n], "and then about " + novel[n+1]}[n%3], time.Minute
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			asked := 0
			o.think = func(chat.Question) (chat.Answer, error) {
				asked++
				return chat.Answer{Bubbles: []chat.Body{chat.Text(survey[asked%len(survey)])}}, nil
			}
			g := o.guest()
			g.opens("/")
			count := map[bool]int{true: 4, false: 10}[strings.Contains(name, "three")]
			for n := range count {
				text, after := lines(n)
				o.pass(after)
				if g.says(text).Reply == nil {
					t.Fatalf("the bot was silent at the word %d", n+1)
				}
			}
		})
	}
}

// Taps are people's, however fast and however often the same.
func TestFastTapsAreNoMachine(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindButtons, Text: "Which colour do you like?", Options: []chat.Option{{ID: "red", Title: "Red"}}}}}, nil
	}
	g := o.guest()
	g.opens("/")
	reply := g.says("hello").Reply
	for n := range 20 {
		o.pass(100 * time.Millisecond)
		in := g.incoming(o.id(), "")
		in.Message.Bubbles[0].Body = chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: reply.ID, Option: "red"}}
		r, err := o.Receive(o.ctx(), in)
		o.must(err)
		if reply = r.Reply; reply == nil {
			t.Fatalf("the bot was silent at tap %d", n+1)
		}
	}
}

// Whoever has looked at it and gives it back to the bot knows better.
func TestHandedBackTheBotAnswersAgain(t *testing.T) {
	o := newOffice(t)
	g := o.guest()
	g.opens("/")
	for range 6 {
		g.says("When do you open tomorrow morning?")
	}
	if h := o.head(g.key()); h.Owner != chat.OwnerTeam {
		t.Fatalf("it belongs to %s", h.Owner)
	}
	_, err := o.HandBack(o.ctx(), ana, g.key(), o.sees(g.key()))
	o.must(err)
	if r := g.says("When do you open tomorrow morning?"); r.Reply == nil {
		t.Error("the bot is silent")
	}
}
