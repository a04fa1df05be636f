package chat_test

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/views"
)

// pairing is a world whose bot has a number on WhatsApp too.
type pairing struct {
	*chattest.World
	links  *chat.Links
	number chat.Number
	sent   int
}

func newPairing(t *testing.T) *pairing {
	t.Helper()
	w := chattest.New(t)
	n, err := w.Store.NumberByID(w.Ctx(), chattest.Tenant, "1000")
	w.Must(err)
	n.Display = "+49 151 000 77"
	w.Must(w.Store.PutNumber(w.Ctx(), n))
	return &pairing{World: w, links: chat.NewLinks(w.Desk, w.Store), number: n}
}

// way is the link that a guest gets, and the words that WhatsApp fills in for them.
func (p *pairing) way(g *chattest.Guest) (way chat.WhatsAppWay, words string) {
	p.T.Helper()
	way, err := p.links.WayToWhatsApp(p.Ctx(), g.Socket, "Hello, here I am again")
	p.Must(err)
	if !strings.HasPrefix(way.URL, "https://wa.me/4915100077?text=Hello%2C%20here") {
		p.T.Fatalf("the way leads to %s", way.URL)
	}
	return way, textOf(way.URL)
}

// textOf is the words that a link fills in.
func textOf(link string) string {
	at, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return at.Query().Get("text")
}

// sends has a phone send words, as Meta tells of it.
func (p *pairing) sends(number, words string) chat.VisitorID {
	p.T.Helper()
	p.sent++
	wamid := "wamid." + string(p.ID())
	p.Must(p.ReceiveWhatsApp(p.Ctx(), p.number, chat.Contact{WaID: number}, chat.Text(words),
		chat.Origin{Wamid: wamid, Sent: p.Now().Truncate(time.Second)}))
	p.Streams()
	return p.customer(number)
}

// customer is the visitor with a number.
func (p *pairing) customer(number string) chat.VisitorID {
	p.T.Helper()
	for _, term := range chat.NumberTerms("+" + number) {
		found, err := p.Store.FindVisitors(p.Ctx(), chattest.Tenant, term, chat.Posting{}, 9)
		p.Must(err)
		for _, at := range found {
			v, err := p.Store.Visitor(p.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: at.Visitor})
			if err == nil && v.Source == chat.WhatsApp {
				return at.Visitor
			}
		}
	}
	return ""
}

// wordsOf are the words of messages.
func wordsOf(messages []chat.Message) string {
	text := ""
	for _, m := range messages {
		text += m.Body().Text + "\n"
	}
	return text
}

func (p *pairing) visitor(id chat.VisitorID) chat.Visitor {
	p.T.Helper()
	v, err := p.Store.Visitor(p.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: id})
	p.Must(err)
	return v
}

// asked are the endings of the numbers about which a guest's page was asked.
func (p *pairing) asked(g *chattest.Guest) []string {
	endings := []string{}
	for _, push := range p.Pushes[g.Socket.ID] {
		if push.Action == chat.PushPair {
			endings = append(endings, push.Pair.Ending)
		}
	}
	return endings
}

// A website leads to the number that its bot answers, or else to the only one of the team.
func TestAWebsiteLeadsToTheTeamsNumber(t *testing.T) {
	p := newPairing(t)
	leads := func(bot chat.BotID, to string) {
		t.Helper()
		n, err := chat.NewLinks(p.Desk, p.Store).WhatsAppOf(p.Ctx(), chattest.Tenant, bot)
		p.Must(err)
		if got := cmp.Or(n, &chat.Number{}).ID; got != to {
			t.Errorf("the website of %s leads to %q, not %q", bot, got, to)
		}
	}
	leads(chattest.Fast, "1000")
	leads("another", "1000")
	p.Must(p.Store.PutNumber(p.Ctx(), chat.Number{
		App: "app", ID: "2000", Tenant: chattest.Tenant, Bot: "third", Display: "+49 151 000 88",
	}))
	p.Pass(chat.SettingsLife) // a warm function knows the numbers so long
	leads(chattest.Fast, "1000")
	leads("third", "2000")
	leads("another", "") // nobody said to which
}

// A visitor goes on in WhatsApp, says yes, and is one person: one profile with both transcripts and one row. What the
// browser may read stays as it was.
func TestAVisitorGoesOnInWhatsApp(t *testing.T) {
	p := newPairing(t)
	g := p.Guest()
	g.Opens("/kettles")
	g.Says("Do you have kettles?")
	_, words := p.way(g)
	if !regexp.MustCompile(`^Hello, here I am again \([A-Z2-7]{5}-[A-Z2-7]{5}\)$`).MatchString(words) {
		t.Fatalf("the words are %q", words)
	}
	phone := p.sends("4917012377", words)
	if got := p.asked(g); len(got) != 1 || got[0] != "77" {
		t.Fatalf("the widget asks about %v", got)
	}
	if p.visitor(phone).Links != nil {
		t.Fatal("they are joined before the visitor says so")
	}
	before, err := p.Earlier(p.Ctx(), g.Key(), "", 50)
	p.Must(err)
	p.Must(p.links.Paired(p.Ctx(), g.Socket, true))
	p.Must(p.links.Paired(p.Ctx(), g.Socket, true)) // the answer was lost
	for _, id := range []chat.VisitorID{g.Socket.Visitor, phone} {
		person, err := p.Person(p.Ctx(), chattest.Ana, id)
		p.Must(err)
		if len(person.Linked) != 1 || len(person.Conversations) != 2 || len(person.Visits) != 2 {
			t.Errorf("the profile has %d others, %d transcripts, %d visits", len(person.Linked),
				len(person.Conversations), len(person.Visits))
		}
		moments, err := p.Timeline(p.Ctx(), chattest.Ana, id)
		p.Must(err)
		said := map[string]bool{}
		for _, m := range moments {
			if m.Message != nil {
				said[m.Message.Body().Text] = true
			}
		}
		if !said["Do you have kettles?"] || !said["Hello, here I am again"] {
			t.Errorf("the timeline has %v", said)
		}
	}
	after, err := p.Earlier(p.Ctx(), g.Key(), "", 50)
	p.Must(err)
	if len(after) != len(before) {
		t.Errorf("the browser reads %d messages more", len(after)-len(before))
	}
	if back := g.Opens("/"); back.Pair != nil || strings.Contains(wordsOf(back.Messages), "here I am again") {
		t.Errorf("the browser reads the phone's words: %v", back.Messages)
	}
	for _, q := range []string{"4917012377", g.Opens("/").CookieID} {
		if found := p.Finds(q); len(found) != 1 {
			t.Errorf("%q finds %v", q, found)
		}
	}
}

// No is an answer, ten minutes are too late, and a code counts once, for half an hour, and only where it was given.
func TestACodeCountsOnce(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(p *pairing, g *chattest.Guest, words string)
		asked int
		code  string
	}{
		"no": {func(p *pairing, g *chattest.Guest, words string) {
			p.sends("4917012377", words)
			p.Must(p.links.Paired(p.Ctx(), g.Socket, false))
		}, 1, "pairing_over"},
		"too late": {func(p *pairing, _ *chattest.Guest, words string) {
			p.sends("4917012377", words)
			p.Pass(chat.PairingAnswer + time.Second)
		}, 1, "pairing_over"},
		"an old code": {func(p *pairing, _ *chattest.Guest, words string) {
			p.Pass(chat.CodeLife + time.Second)
			p.sends("4917012377", words)
		}, 0, "pairing_over"},
		"a code before the latest": {func(p *pairing, g *chattest.Guest, words string) {
			p.way(g)
			p.sends("4917012377", words)
		}, 0, "pairing_over"},
		"two people send it": {func(p *pairing, _ *chattest.Guest, words string) {
			p.sends("4917012377", words)
			p.sends("4917055577", words)
		}, 1, "pairing_over"},
		"another number of ours": {func(p *pairing, _ *chattest.Guest, words string) {
			p.number.ID = "2000"
			p.sends("4917012377", words)
		}, 0, "pairing_over"},
		"blocked": {func(p *pairing, g *chattest.Guest, words string) {
			p.sends("4917012377", words)
			blocked := true
			_, err := p.ChangeVisitor(p.Ctx(), chattest.Ana, g.Socket.Visitor, nil, &blocked)
			p.Must(err)
		}, 1, "visitor_blocked"},
		"the phone's owner is erased": {func(p *pairing, _ *chattest.Guest, words string) {
			phone := p.sends("4917012377", words)
			_, err := p.Erase(p.Ctx(), chattest.Olu, phone)
			p.Must(err)
		}, 1, "pairing_over"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPairing(t)
			g := p.Guest()
			g.Opens("/")
			_, words := p.way(g)
			c.do(p, g, words)
			if got := p.asked(g); len(got) != c.asked {
				t.Errorf("the widget asks about %v", got)
			}
			if err := p.links.Paired(p.Ctx(), g.Socket, true); chat.CodeOf(err) != c.code {
				t.Errorf("a yes is answered with %v", err)
			}
			if links := p.visitor(g.Socket.Visitor).Links; links != nil {
				t.Errorf("they are joined: %+v", links)
			}
		})
	}
}

// A code that does not count is a word like any other; one that counts is not put to the bot.
func TestACodeIsTakenOutOfTheWords(t *testing.T) {
	p := newPairing(t)
	g := p.Guest()
	g.Opens("/")
	_, words := p.way(g)
	p.sends("4917012377", words)
	k := chat.ConversationKey{Tenant: chattest.Tenant, ID: chat.ConversationOf(p.customer("4917012377"), chattest.Fast)}
	p.sends("4917012377", "AAAAA-BBBBB is not one")
	log := strings.Join(p.Log(k), "\n")
	if strings.Contains(log, words) || !strings.Contains(log, "Hello, here I am again") ||
		!strings.Contains(log, "AAAAA-BBBBB is not one") {
		t.Errorf("the transcript is\n%s", log)
	}
}

// Somebody who wants privacy gets a link without a code, and is joined with nobody, by nobody.
func TestPrivacyKeepsChatsApart(t *testing.T) {
	p := newPairing(t)
	g := guest(p.World, chat.Minimal)
	way, words := p.way(g)
	if !way.Apart || words != "Hello, here I am again" {
		t.Errorf("%+v %q", way, words)
	}
	phone := p.sends("4917012377", words)
	err := p.links.LinkByHand(p.Ctx(), chattest.Ana, g.Socket.Visitor, phone, "She told me so")
	if chat.CodeOf(err) != "visitor_private" {
		t.Errorf("an agent joins them: %v", err)
	}
}

// A person of the team joins two profiles with a reason, which the audit has, and takes them apart again.
func TestAnAgentJoinsTwoProfiles(t *testing.T) {
	p := newPairing(t)
	g := p.Guest()
	g.Opens("/")
	phone := p.sends("4917012377", "hello")
	link := func(reason string) error {
		return p.links.LinkByHand(p.Ctx(), chattest.Ana, g.Socket.Visitor, phone, reason)
	}
	if err := link(" "); chat.CodeOf(err) != "no_reason" {
		t.Errorf("without a reason: %v", err)
	}
	p.Must(link("She told me so"))
	joined := p.visitor(phone)
	if l := joined.LinkedTo(g.Socket.Visitor); l == nil || l.By != "Ana" || l.Reason != "She told me so" {
		t.Errorf("the link is %+v", l)
	}
	rows := p.AllVisits(true)
	people := map[chat.VisitorID]chat.Visitor{g.Socket.Visitor: p.visitor(g.Socket.Visitor), phone: p.visitor(phone)}
	one, also, err := p.Together(p.Ctx(), views.VisitQuery{Live: true}, rows, people)
	p.Must(err)
	if len(rows) != 2 || len(one) != 1 || len(also[one[0].ID]) != 1 {
		t.Errorf("%d live visits are %d rows, %v", len(rows), len(one), also)
	}
	p.Must(p.links.Unlink(p.Ctx(), chattest.Ana, phone, g.Socket.Visitor))
	if p.visitor(phone).Links != nil || p.visitor(g.Socket.Visitor).Links != nil {
		t.Error("they are still joined")
	}
	p.Must(p.links.Unlink(p.Ctx(), chattest.Ana, phone, g.Socket.Visitor)) // the answer was lost
	page, err := p.Audits(p.Ctx(), chattest.Olu, office.AuditQuery{})
	p.Must(err)
	acts := ""
	for _, e := range page.Rows {
		acts += e.Action + " " + e.Details + "\n"
	}
	if !strings.Contains(acts, "visitor.unlinked") || !strings.Contains(acts, "She told me so") {
		t.Errorf("the audit has\n%s", acts)
	}
}

// Blocking, erasing and exporting mean the whole person.
func TestAPersonIsErasedWhole(t *testing.T) {
	p := newPairing(t)
	p.Vault = chattest.NewVault()
	g := p.Guest()
	g.Opens("/")
	phone := p.sends("4917012377", "hello")
	p.Must(p.links.LinkByHand(p.Ctx(), chattest.Ana, g.Socket.Visitor, phone, "She told me so"))
	blocked, free := true, false
	for _, is := range []*bool{&blocked, &free} {
		_, err := p.ChangeVisitor(p.Ctx(), chattest.Ana, phone, nil, is)
		p.Must(err)
		if p.visitor(g.Socket.Visitor).Blocked != *is {
			t.Errorf("blocked is %v", !*is)
		}
	}
	if err := p.EraseOwn(p.Ctx(), g.Socket); chat.CodeOf(err) != "ask_the_team" {
		t.Errorf("a browser erases the phone's words: %v", err)
	}
	_, err := p.Runs(p.Erase(p.Ctx(), chattest.Olu, g.Socket.Visitor))
	p.Must(err)
	for _, id := range []chat.VisitorID{g.Socket.Visitor, phone} {
		if _, err := p.Store.Visitor(p.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: id}); err == nil {
			t.Errorf("%s is there", id)
		}
	}
}
