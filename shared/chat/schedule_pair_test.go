package chat_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// In any order of codes, words, answers, erasures, blocks, repeats and failing writes, nobody is joined with a number
// that is not theirs. A visitor shows the words to a friend, who may send them first; the visitor says yes to the end
// of their own number, once they have written.
func TestNobodyIsJoinedWithAnotherOnesNumber(t *testing.T) {
	schedules, joined := 10_000, 0
	if testing.Short() {
		schedules = 300
	}
	for seed := range schedules {
		joined += pairAtRandom(t, rand.New(rand.NewPCG(17, uint64(seed))))
	}
	t.Logf("%d of %d schedules end with a link", joined, schedules)
	if joined < schedules/20 {
		t.Errorf("only %d of %d schedules end with a link: they prove little", joined, schedules)
	}
}

// shopper is a visitor with a phone, and has a friend with a phone that ends otherwise.
type shopper struct {
	*chattest.Guest
	own, friend string
	words       []string
	wrote       bool
}

func pairAtRandom(t *testing.T, random *rand.Rand) (joined int) {
	p := newPairing(t)
	var shoppers []*shopper
	for i := range 2 {
		s := &shopper{Guest: p.Guest(), own: fmt.Sprintf("49170000%d11", i), friend: fmt.Sprintf("49170000%d22", i)}
		s.Opens("/")
		shoppers = append(shoppers, s)
	}
	for range 6 + random.IntN(20) {
		if random.IntN(5) == 0 {
			kind := []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict}[random.IntN(3)]
			p.Memory.Inject = failing(1+random.IntN(4), kind)
		}
		p.acts(random, shoppers[random.IntN(len(shoppers))], shoppers)
		p.Memory.Inject = nil
		p.Pass(time.Duration(random.IntN(300)) * time.Second)
	}
	for _, s := range shoppers {
		v, err := p.Store.Visitor(p.Ctx(), s.Socket.VisitorKey())
		if err != nil {
			continue // erased
		}
		for _, l := range v.Links {
			joined = 1
			if own := p.customer(s.own); l.To != own {
				t.Fatalf("%s is joined with %s, and their own number is %s", v.ID, l.To, own)
			}
		}
	}
	return joined
}

// acts does one thing that a visitor, their friend, the team or Meta may do. Its failure is as good as its success.
func (p *pairing) acts(random *rand.Rand, s *shopper, all []*shopper) {
	write := func(number, words string) error {
		return p.ReceiveWhatsApp(p.Ctx(), p.number, chat.Contact{WaID: number}, chat.Text(words),
			chat.Origin{Wamid: fmt.Sprint("wamid.", number, words), Sent: p.Now().Truncate(time.Second)})
	}
	words := "Hello"
	if from := all[random.IntN(len(all))]; len(s.words) > 0 {
		words = s.words[random.IntN(len(s.words))]
		if random.IntN(6) == 0 && len(from.words) > 0 {
			words = from.words[0]
		}
	}
	switch random.IntN(9) {
	case 0, 1:
		if way, err := p.links.WayToWhatsApp(p.Ctx(), s.Socket, "Hello"); err == nil {
			s.words = append(s.words, textOf(way.URL))
		}
	case 2:
		_ = write(s.friend, words)
	case 3, 4:
		if own := s.words; len(own) > 0 {
			words, s.wrote = own[len(own)-1], true
		}
		_ = write(s.own, words)
	case 5, 6, 7:
		v, err := p.Store.Visitor(p.Ctx(), s.Socket.VisitorKey())
		if err == nil && v.Pairing.From != "" {
			_ = p.links.Paired(p.Ctx(), s.Socket, s.wrote && v.Pairing.Ending == s.own[len(s.own)-2:])
		}
	case 8:
		if blocked := random.IntN(2) == 0; random.IntN(3) > 0 {
			_, _ = p.ChangeVisitor(p.Ctx(), chattest.Ana, s.Socket.Visitor, nil, &blocked)
		} else if id := p.customer(s.own); id != "" {
			_, _ = p.Erase(p.Ctx(), chattest.Olu, id)
		}
	}
}
