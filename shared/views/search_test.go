package views_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// People are found by their names, in every spelling that keyboards and phones produce.
func TestNamesAreFoundHoweverTheyAreWritten(t *testing.T) {
	w := chattest.New(t)
	for name, searches := range map[string][]string{
		"José Núñez":            {"jose", "JOSÉ", "Jose\u0301", "nunez", "NÚÑ"},
		"Rene\u0301e":           {"Renée", "renee", "Rene\u0301e"},
		"Müller":                {"muller", "mueller", "MÜLLER", "Mu\u0308ll"},
		"Schroeder":             {"schröder", "schroeder"},
		"Łukasz Weiß":           {"lukasz", "łuk", "weiss", "WEISS", "weiß"},
		"Nguyễn Văn":            {"nguyen", "van", "Nguyễn"},
		"Ёлкин Йозеф":           {"елкин", "ёлк", "иозеф", "йоз"},
		"أحمد":                  {"احمد", "أحمد"},
		"مُحَمَّد":              {"محمد", "محمـد"},
		"فاطمة":                 {"فاطمه", "فاطمة"},
		"हिन्दी":                {"हिन्दी", "हिन"},
		"O\u2019Brien":          {"o'brien", "brien"},
		"\uff2d\uff49\uff41":    {"mia", "\uff2d\uff49\uff41"},
		"Sørensen Ægir":         {"sorensen", "aegir", "sør"},
		"Ivan\u202e Petr\u200b": {"ivan", "petr"},
		"王小明":                   {"王小明", "王小", "小明"},
		"山田太郎":                  {"山田", "太郎", "田太"},
		"김민수":                   {"김민", "민수"},
	} {
		id := w.SomeoneKnown(map[string]string{"name": name})
		for _, q := range searches {
			if !slices.Contains(w.Finds(q), id) {
				t.Errorf("%q is not found as %q", name, q)
			}
		}
	}
	if ids := w.Finds("zz"); len(ids) != 0 {
		t.Errorf("nobody is called that, and %d are found", len(ids))
	}
	if hindi := w.SomeoneKnown(map[string]string{"name": "कमल"}); slices.Contains(w.Finds("कोमल"), hindi) {
		t.Error("vowels of Hindi are no accents")
	}
}

// A phone number is found as it is dialled from abroad or from home, by its beginning or its end,
// and with or without the digit that some countries added to mobile numbers.
func TestPhonesAreFoundHoweverTheyAreWritten(t *testing.T) {
	w := chattest.New(t)
	for number, searches := range map[string][]string{
		"+49 (0)151 2345 6700": {
			"+4915123456700", "49151", "0151 2345", "004915123456700", "6700", "2345 6700", "0151-23456700", "٠١٥١ ٢٣٤٥",
		},
		"0049 30 123456":    {"+49 30 123456", "030 123456", "3456"},
		"+1 (555) 012-3456": {"555 012", "+1 555", "15550123456", "(555) 012-3456", "3456"},
		"+551184636928":     {"+55 11 9 8463-6928", "11 8463", "6928"},
		"+5511984636928":    {"55 11 8463 6928", "11 98463"},
		"+5215512345678":    {"+52 55 1234 5678", "5678"},
		"+525598765432":     {"+52 1 55 9876 5432"},
		"+5491123456789":    {"+54 11 2345 6789", "+54 9 11 2345"},
		"0171/998 8776": {
			"+49 171 9988776", "0049 (0)171 9988776", "+4917199887", "\uff0b49 1719988776",
			"\u202a+49\u00a0171\u20119988776\u202c", "\u200e0171 998\u2212877", "\uff08\uff10\uff11\uff17\uff11\uff09998",
		},
	} {
		id := w.SomeoneKnown(map[string]string{"phone": number})
		for _, q := range searches {
			if !slices.Contains(w.Finds(q), id) {
				t.Errorf("%q is not found as %q", number, q)
			}
		}
	}
}

// The beginning of a number from abroad is no beginning of one at home: too many people have that.
func TestAPrefixFromAbroadFindsNobodyElse(t *testing.T) {
	w := chattest.New(t)
	texan := w.SomeoneKnown(map[string]string{"phone": "+1 512 345 6700"})
	if slices.Contains(w.Finds("+49 151"), texan) || slices.Contains(w.Finds("+49 512 34"), texan) {
		t.Error("a number of Texas is found by the beginning of a German one")
	}
}

func TestPeopleAreFoundByWhatElseIsKnown(t *testing.T) {
	w := chattest.New(t)
	id := w.SomeoneKnown(map[string]string{
		"email": "Mia.Thornton@Mail.example", "customerId": "KD-7946", "plan": "gold", "username": "mia.kettles",
	})
	v, err := w.Store.Visitor(t.Context(), chat.VisitorKey{Tenant: chattest.Tenant, ID: id})
	w.Must(err)
	for _, q := range []string{
		"mia.thornton@", "thornton", "thornton@mail", "KD-7946", "kd 79", "gold", "mia.kettles", v.CookieID,
	} {
		if !slices.Contains(w.Finds(q), id) {
			t.Errorf("she is not found as %q", q)
		}
	}
}

// However many attributes a website tells of, and however long they are, each of them finds the person.
func TestPeopleAreFoundByEachAttribute(t *testing.T) {
	w := chattest.New(t)
	known := map[string]string{"zLong": "a parcel that was left with the neighbours of the house behind the old station"}
	for i := range 38 {
		known[fmt.Sprintf("field%02d", i)] = fmt.Sprintf("kettle%02d", i)
	}
	id := w.SomeoneKnown(known)
	for field, value := range known {
		if !slices.Contains(w.Finds(value), id) {
			t.Errorf("they are not found by %s", field)
		}
	}
}

// A search pages on to its last person, and each stands in it once: with several names, and joined with others.
func TestASearchPagesOnThroughPeople(t *testing.T) {
	w := chattest.New(t)
	want := map[chat.VisitorID]bool{}
	for i := range 47 {
		want[w.SomeoneKnown(map[string]string{
			"name": fmt.Sprintf("Smith%02d Smithson", i), "email": fmt.Sprintf("smith%02d@mail.example", i%9),
		})] = true
	}
	ids := slices.Sorted(maps.Keys(want))
	w.Must(chat.NewLinks(w.Desk, w.Store).LinkByHand(t.Context(), chattest.Ana, ids[3], ids[40], "the same voice"))
	found, pages := map[chat.VisitorID]int{}, 0
	for cursor := ""; pages == 0 || cursor != ""; pages++ {
		people, next, err := w.Find(t.Context(), chattest.Ana, "smith", cursor)
		w.Must(err)
		for _, p := range people {
			found[p.Visitor.ID]++
			for _, other := range p.Linked {
				found[other.ID]++
			}
		}
		cursor = next
		if pages > 9 {
			t.Fatal("it comes to no end")
		}
	}
	if len(found) != len(want) || pages < 3 {
		t.Errorf("%d of %d people are found on %d pages", len(found), len(want), pages)
	}
	for id, n := range found {
		if n != 1 || !want[id] {
			t.Errorf("%s is found %d times", id, n)
		}
	}
	_, next, err := w.Find(t.Context(), chattest.Ana, "smith", "")
	w.Must(err)
	if _, _, err := w.Find(t.Context(), chattest.Ana, "smit", next); !errors.Is(err, chat.ErrCursor) {
		t.Errorf("the cursor of another search: %v", err)
	}
}

// Terms that were stored before names were folded, or before they were found within, are made anew by a rebuild.
func TestARebuildRenewsTheTerms(t *testing.T) {
	for _, c := range []struct {
		scheme  int
		name, q string
	}{{0, "José", "jose"}, {2, "王小明", "小明"}} {
		w := chattest.New(t)
		id := w.SomeoneKnown(map[string]string{"name": c.name})
		key := chat.VisitorKey{Tenant: chattest.Tenant, ID: id}
		_, err := w.Store.UpdateVisitor(t.Context(), key, func(v *chat.Visitor) error { v.Scheme = c.scheme; return nil })
		w.Must(err)
		if slices.Contains(w.Finds(c.q), id) {
			t.Fatal("the visitor already has today's scheme")
		}
		done, err := w.Rebuild()
		w.Must(err)
		if done.MendedTerms != 1 || !slices.Contains(w.Finds(c.q), id) {
			t.Errorf("after a rebuild: %+v", done)
		}
		if done, err = w.Rebuild(); err != nil || done.MendedTerms != 0 {
			t.Errorf("a second rebuild: %+v %v", done, err)
		}
	}
}

// An erasure deletes the visitor's terms of every scheme, and their conversation is reported as gone.
func TestAnErasureTakesTheTermsOfEveryScheme(t *testing.T) {
	w := chattest.New(t)
	files := chattest.NewVault()
	w.Vault, w.Archives = files, chattest.Archives{Vault: files}
	for scheme := range 4 {
		g := w.Guest()
		g.Opens("/")
		g.Says("hello")
		id := g.Socket.Visitor
		_, err := w.ChangeVisitor(t.Context(), chattest.Ana, id,
			map[string]string{"name": "Zoé Quist 小明", "email": "zoe.quist@mail.test", "phone": "+49 (0)30 777"}, nil)
		w.Must(err)
		v, err := w.Store.UpdateVisitor(t.Context(), chat.VisitorKey{Tenant: chattest.Tenant, ID: id},
			func(v *chat.Visitor) error { v.Scheme = scheme; return nil })
		w.Must(err)
		w.Streams()
		_, err = w.Runs(w.Erase(t.Context(), chattest.Olu, id))
		w.Must(err)
		for _, term := range v.Terms() {
			ids, err := w.Store.FindVisitors(t.Context(), chattest.Tenant, term, chat.Posting{}, 10)
			if err != nil || len(ids) > 0 {
				t.Errorf("an erased visitor is found by the %s %q: %v %v", term.Kind, term.Text, ids, err)
			}
		}
		if _, _, _, err := w.Transcript(t.Context(), chattest.Ana, g.Key().ID, "", false, 10); chat.KindOf(err) != chat.Gone {
			t.Errorf("the messages of an erased conversation: %v", err)
		}
	}
}
