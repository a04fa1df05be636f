package searchtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/search"
	"pgregory.net/rapid"
)

// bench is an index under test, with its log and a finder on both.
type bench struct {
	*Logbook
	t      *testing.T
	index  search.Index
	finder *search.Finder
	now    time.Time
}

// Run proves the contract of an index, as its users see it.
func Run(t *testing.T, index func(t *testing.T, log search.Log) search.Index) {
	for name, part := range map[string]func(*bench){
		"words": words, "contacts": contacts, "filters": filters, "refusals": refusals, "corrections": corrections,
		"customers' corrections": customersCorrections,
		"forgets":                forgets, "expires": expires, "rebuilds": rebuilds, "tenants": tenants,
	} {
		t.Run(name, func(t *testing.T) { part(newBench(t, index)) })
	}
}

func newBench(t *testing.T, index func(*testing.T, search.Log) search.Index) *bench {
	b := &bench{Logbook: NewLogbook(), t: t, now: time.Now().Add(-time.Hour)}
	store := memory.New()
	desk := chat.New(store)
	desk.Keys = chattest.Keys{}
	for _, tenant := range []chat.TenantID{"t_1", "t_2"} {
		b.must(store.PutTenant(t.Context(), chat.Tenant{ID: tenant}))
	}
	b.index = index(t, search.NewReader(b.Logbook))
	b.finder = search.NewFinder(desk, b.Logbook, b.index)
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// says has a visitor say words in a conversation of their own, which the index then knows.
func (b *bench) says(words string) search.Ref {
	b.now = b.now.Add(time.Second)
	ref := b.Says("t_1", chat.ConversationID(fmt.Sprintf("c_%d", len(b.Refs("t_1")))), b.now, words)
	b.must(b.index.Note(b.t.Context(), "t_1", []search.Ref{ref}))
	return ref
}

func agentOf(t chat.TenantID) chat.Agent {
	return chat.Agent{Tenant: t, ID: "a_1", Role: chat.RoleAgent}
}

// all are all hits of a query, read page by page.
func (b *bench) all(a chat.Agent, q search.Query, limit int) []search.Hit {
	b.t.Helper()
	var all []search.Hit
	for cursor := ""; ; {
		page, err := b.finder.Search(b.t.Context(), a, q, cursor, limit)
		b.must(err)
		all = append(all, page.Rows...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

func refs(hits []search.Hit) []search.Ref {
	all := []search.Ref{}
	for _, h := range hits {
		all = append(all, search.Ref{Conversation: h.Head.ID, Message: h.Message.ID})
	}
	return all
}

// finds tells whether an agent finds a message by words.
func (b *bench) finds(q string, ref search.Ref) bool {
	b.t.Helper()
	return slices.Contains(refs(b.all(agentOf("t_1"), search.Query{Words: q}, 0)), ref)
}

// A message is found by its words in every form in which keyboards, phones and languages write them, and by no others.
func words(b *bench) {
	for said, c := range map[string]struct{ found, not []string }{
		"Die Lieferung für Frau Müller kam gestern in der Großen Straße an": {
			[]string{
				"lieferung", "LIEFER", "mueller", "müller", "Mu\u0308ller", "muller", "strasse", "Straße", "müller gestern",
				`"frau mueller kam"`, "großen", "muell", "Mülle",
			},
			[]string{"ieferung", "maller", `"kam frau"`, "lieferung heute", "liefertermin"},
		},
		"Frau Mueller should show us a shop": {
			[]string{"müller", "mueller", `"frau müller"`, "MÜLLER", "muell", "müll"}, []string{"shoe", "due", "mull"},
		},
		"Le café n’est pas arrivé à l’hôtel": {[]string{"cafe", "hotel", "arrive", "CAFÉ pas"}, []string{"caves"}},
		"وصلت الفاتورة إلى أحمد متأخرة":      {[]string{"فاتورة", "الفاتوره", "احمد", "متأخر"}, []string{"فواتير"}},
		"我想退货因为水壶坏了":                         {[]string{"退货", "水壶", "壶", "了", "水壶坏了"}, []string{"货退", "水坏", "茶壶"}},
		"注文した商品がまだ届きません":                     {[]string{"商品", "届きません", "注文した"}, []string{"品商"}},
		"ﾊﾞｯｸﾞが届きません":                        {[]string{"バッグ", "ﾊﾞｯｸﾞ", "バッグが"}, []string{"パック"}},
		"ｻｰﾋﾞｽがひどい":                          {[]string{"サービス", "ｻｰﾋﾞｽ", "ｻｰ"}, []string{"ービサ"}},
		"मुझे ज़रूरी सामान पढ़ना है":         {[]string{"जरूरी", "ज़रूरी", "पढना"}, []string{"जरूरत"}},
		// Pasted words have soft hyphens, breaks and marks of direction that nobody sees or types.
		"Die Voll\u00admacht, re\u200bsend \u2066it\u2069 to\u2060day, สิน\u200bค้า": {
			[]string{"vollmacht", "Voll\u00admacht", "resend", `"resend it today"`, "today", "สินค้า", "\u200evollmacht"},
			[]string{"macht", "send", "day"},
		},
		"He said: gone astray twice": {
			[]string{`『gone astray』`, `＂gone astray＂`, `‹gone astray›`, `»gone astray«`, `"gone astray`, `gone astray"`},
			[]string{`『astray gone』`, `＂astray gone＂`, `"twice astray`},
		},
		"반품을 요청합니다":                           {[]string{"반품", "요청"}, []string{"환불"}},
		"मेरा केतली टूट गया है":               {[]string{"केतली", "टूट गया"}, []string{"कातल"}},
		"สินค้าเสียหาย":                       {[]string{"สินค้า", "เสียหาย"}, []string{"หายเสีย"}},
		"Order KD-7946, 3 × O'Brien's kettle": {[]string{"kd-7946", "brien", "7946"}, []string{"kd7946", "obrien"}},
		"Moja łódka, Ёлкин, Ærø":              {[]string{"lodka", "елкин", "aero", "ærø"}, []string{"lotka"}},
	} {
		ref := b.says(said)
		for _, q := range c.found {
			if !b.finds(q, ref) {
				b.t.Errorf("%q is not found by %q", said, q)
			}
		}
		for _, q := range c.not {
			if b.finds(q, ref) {
				b.t.Errorf("%q is found by %q", said, q)
			}
		}
	}
}

// A number or an address is found however it is printed, and only by people who may see it.
func contacts(b *bench) {
	phone := b.says("You can reach me at +49 (0)151 2345 6700 after five")
	mail := b.says("my address is Mia.Thornton@Mail.example, thanks")
	home := b.says("or ring ０171／998（87）76")
	form := b.Add("t_1", "c_form", b.now, chat.Message{Bubbles: []chat.Bubble{{Body: chat.Body{
		Kind: chat.KindSubmission, Submission: &chat.Submission{Values: map[string]string{"size": "extra large"}},
	}}}})
	worded := b.Add("t_1", "c_words", b.now, chat.Message{
		Fills: true, Bubbles: []chat.Bubble{{Body: chat.Text("12 Rose Street, Leeds")}},
	})
	b.must(b.index.Note(b.t.Context(), "t_1", []search.Ref{form, worded}))
	viewer := agentOf("t_1")
	viewer.Role = chat.RoleViewer
	for q, ref := range map[string]search.Ref{
		"+4915123456700": phone, "0151 2345": phone, "0049 151": phone, "6700": phone, "56700": phone, "2345 6700": phone,
		"٠١٥١ ٢٣٤٥": phone, "mia.thornton@mail.example": mail, "thornton": mail, "extra large": form, "reach 6700": phone,
		"rose leeds":      worded,
		"+49 171 9988776": home, "\u202a+49\u00a0171\u20119988776\u202c": home, "0171-9988776": home,
	} {
		if !b.finds(q, ref) {
			b.t.Errorf("an agent does not find %q", q)
		}
		if hits := b.all(viewer, search.Query{Words: q}, 0); len(hits) > 0 {
			b.t.Errorf("a viewer finds %q", q)
		}
	}
	hits := b.all(viewer, search.Query{Words: "reach after"}, 0)
	if len(hits) != 1 || strings.Contains(fmt.Sprint(hits[0].Snippet, hits[0].Message.Bubbles), "6700") {
		b.t.Errorf("a viewer sees %+v", hits)
	}
}

// Filters hold together with words and without.
func filters(b *bench) {
	old := b.says("a kettle of long ago")
	ours := b.Add("t_1", "c_2", b.now.Add(time.Minute), chat.Message{
		Author: chat.Author{Kind: chat.ByAgent}, Bubbles: []chat.Bubble{{Body: chat.Body{
			Kind: chat.KindDocument, Media: &chat.Media{Name: "kettle-manual.pdf"},
		}}},
	})
	b.must(b.index.Note(b.t.Context(), "t_1", []search.Ref{ours}))
	b.Change("t_1", ours, func(h *chat.Head, v *chat.Visitor, _ *chat.Message) {
		h.Labels = "0107"
		h.Assignee, v.Place = "a_7", chat.Place{Country: "NG", City: "Lagos"}
	})
	for name, c := range map[string]struct {
		q    search.Query
		want []search.Ref
	}{
		"words alone":         {search.Query{Words: "kettle"}, []search.Ref{ours, old}},
		"an author":           {search.Query{Words: "kettle", Author: chat.ByAgent}, []search.Ref{ours}},
		"a file, no words":    {search.Query{HasFile: true}, []search.Ref{ours}},
		"an assignee":         {search.Query{Assignee: "a_7"}, []search.Ref{ours}},
		"a label":             {search.Query{Label: "07"}, []search.Ref{ours}},
		"another label":       {search.Query{Words: "kettle", Label: "10"}, []search.Ref{}},
		"a country":           {search.Query{Words: "kettle", Place: "ng"}, []search.Ref{ours}},
		"a city":              {search.Query{Words: "kettle", Place: "LAGOS"}, []search.Ref{ours}},
		"before":              {search.Query{Words: "kettle", To: b.now.Add(30 * time.Second)}, []search.Ref{old}},
		"since":               {search.Query{Words: "kettle", From: b.now.Add(30 * time.Second)}, []search.Ref{ours}},
		"since, no words":     {search.Query{From: b.now.Add(30 * time.Second)}, []search.Ref{ours}},
		"before, no words":    {search.Query{To: b.now.Add(30 * time.Second)}, []search.Ref{old}},
		"another bot":         {search.Query{Words: "kettle", Bot: "b_2"}, []search.Ref{}},
		"a source":            {search.Query{Words: "kettle", Source: chat.Web}, []search.Ref{ours, old}},
		"another source":      {search.Query{Words: "kettle", Source: chat.WhatsApp}, []search.Ref{}},
		"a name of the file":  {search.Query{Words: "manual"}, []search.Ref{ours}},
		"everything together": {search.Query{Words: "kettle", Bot: "b_1", HasFile: true, Place: "NG"}, []search.Ref{ours}},
	} {
		if got := refs(b.all(agentOf("t_1"), c.q, 1)); !slices.Equal(got, c.want) {
			b.t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Anything that somebody types is answered or refused in words.
func refusals(b *bench) {
	b.says("the a of . * kettle (.*) [a-z]")
	for q, code := range map[string]string{
		strings.Repeat("x", 10_000): "search_too_long", strings.Repeat("a b ", 20): "search_too_long",
		"": "search_without_words", ".*": "search_without_words", "***": "search_without_words", "🙂": "search_without_words",
		"the": "", "the a of": "", "kett*": "", "[a-z]+": "", "\x00\xff kettle": "", `"`: "search_without_words",
		`"kettle`: "",
	} {
		_, err := b.finder.Search(b.t.Context(), agentOf("t_1"), search.Query{Words: q}, "", 0)
		if chat.CodeOf(err) != code || err != nil && chat.KindOf(err) != chat.Invalid {
			b.t.Errorf("%.20q is %v, want %q", q, err, code)
		}
	}
	b.says("another kettle")
	first, err := b.finder.Search(b.t.Context(), agentOf("t_1"), search.Query{Words: "kettle"}, "", 1)
	b.must(err)
	for name, c := range map[string]struct {
		tenant chat.TenantID
		q      string
	}{"of another tenant": {"t_2", "kettle"}, "of other words": {"t_1", "kettl"}} {
		_, err = b.finder.Search(b.t.Context(), agentOf(c.tenant), search.Query{Words: c.q}, first.Next, 1)
		if chat.CodeOf(err) != "bad_cursor" {
			b.t.Errorf("a cursor %s: %v", name, err)
		}
	}
}

// A person who is forgotten is not found, and all others are.
func forgets(b *bench) {
	gone, stays := b.says("kettle one"), b.says("kettle two")
	_, next, err := b.index.Forget(b.t.Context(), "t_1", []chat.ConversationID{gone.Conversation}, "")
	if b.must(err); next != "" || b.finds("one", gone) || !b.finds("two", stays) {
		b.t.Errorf("next is %q", next)
	}
}

// A message that is older than it may be is not found.
func expires(b *bench) {
	old := b.Says("t_1", "c_old", b.now.AddDate(0, 0, -400), "kettle of last year")
	b.must(b.index.Note(b.t.Context(), "t_1", []search.Ref{old}))
	young := b.says("kettle of today")
	_, err := b.index.Expire(b.t.Context(), "t_1", b.now.AddDate(0, 0, -365))
	if b.must(err); b.finds("year", old) || !b.finds("today", young) {
		b.t.Error("it kept the wrong one")
	}
}

// An index that is made anew finds the same.
func rebuilds(b *bench) {
	noted := b.says("kettle one")
	lost := b.Says("t_1", "c_lost", b.now, "kettle two") // the index never heard of it
	b.must(b.index.Rebuild(b.t.Context(), "t_1", func(page func([]search.Ref) error) error {
		for _, r := range b.Refs("t_1") {
			if err := page([]search.Ref{r}); err != nil {
				return err
			}
		}
		return nil
	}))
	if !b.finds("one", noted) || !b.finds("two", lost) {
		b.t.Error("not all is found")
	}
}

// In any course of two tenants' talk, erasures and retention among it, a search finds exactly the tenant's own messages
// with the words, newest first, each once, and page by page as at once.
func tenants(b *bench) {
	vocabulary := []string{"kettle", "kettles", "tea", "茶", "茶壶", "ket", "فاتورة"}
	two := []chat.TenantID{"t_1", "t_2"}
	rapid.Check(b.t, func(t *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			tenant := rapid.SampledFrom(two).Draw(t, "tenant")
			c := chat.ConversationID(rapid.SampledFrom([]string{"c_a", "c_b", "c_c"}).Draw(t, "conversation"))
			if rapid.IntRange(0, 9).Draw(t, "act") == 0 {
				b.Erase(tenant, c)
				_, _, err := b.index.Forget(b.t.Context(), tenant, []chat.ConversationID{c}, "")
				b.must(err)
				continue
			}
			at := b.now.Add(-time.Duration(rapid.IntRange(0, 200).Draw(t, "ago")) * time.Minute)
			said := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 3).Draw(t, "said"), " ")
			b.must(b.index.Note(b.t.Context(), tenant, []search.Ref{b.Says(tenant, c, at, said)}))
		}
		word := rapid.SampledFrom(vocabulary).Draw(t, "word")
		for _, tenant := range two {
			b.compares(t, tenant, word, rapid.IntRange(1, 50).Draw(t, "limit"))
		}
	})
}

func (b *bench) compares(t *rapid.T, tenant chat.TenantID, word string, limit int) {
	got := refs(b.all(agentOf(tenant), search.Query{Words: word}, limit))
	want := []search.Ref{}
	rows, err := b.Messages(b.t.Context(), tenant, b.Refs(tenant))
	b.must(err)
	for ref, m := range rows {
		begins := func(said string) bool { return strings.HasPrefix(said, word) }
		if slices.ContainsFunc(strings.Fields(m.Body().Text), begins) {
			want = append(want, ref)
		}
	}
	slices.SortFunc(want, search.Ref.Newer)
	if !slices.Equal(got, want) {
		t.Fatalf("%s finds by %q %d messages, want %d:\n%v\n%v", tenant, word, len(got), len(want), got, want)
	}
}
