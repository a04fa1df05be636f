package chat_test

import (
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

func TestFormsOfOneNumberAreOnePerson(t *testing.T) {
	for _, forms := range [][2]string{
		{"5511987654321", "551187654321"}, {"5215512345678", "525512345678"}, {"5491123456789", "541123456789"},
	} {
		for _, order := range [][2]string{forms, {forms[1], forms[0]}} {
			w := chattest.New(t)
			first := w.Writes(chat.Contact{WaID: order[0]}, "wamid.1", "hi")
			w.Pass(time.Minute)
			if again := w.Writes(chat.Contact{WaID: order[1]}, "wamid.2", "hi again"); again != first {
				t.Errorf("%v are two people", order)
			}
		}
	}
}

func TestATypedNumberStandsBesideWhatsApps(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hi")
	head := w.Head(k)
	later := w.Now().Add(time.Minute)
	v, err := w.Store.UpdateVisitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: head.Visitor},
		func(v *chat.Visitor) error {
			v.Learn(chat.Claim{Field: "phone", Value: "+1 555 099 8877", Source: "form:contact"}, later)
			v.Learn(chat.Claim{Field: "whatsapp", Value: "+1 555 099 8877", Source: "form:contact"}, later)
			return nil
		})
	w.Must(err)
	if has := v.Profile["whatsapp"]; has.Value != "+5511987654321" || !has.Verified ||
		v.Profile["phone"].Value != "+1 555 099 8877" {
		t.Errorf("the profile is %+v", v.Profile)
	}
	for _, q := range []string{"+5511987654321", "15550998877"} {
		people, _, err := w.Find(w.Ctx(), chattest.Ana, q, "")
		w.Must(err)
		if len(people) != 1 {
			t.Errorf("%s finds %d", q, len(people))
		}
	}
}

func TestALandlineIsNobodysMobile(t *testing.T) {
	for _, two := range [][2]string{{"551133334444", "5511933334444"}, {"54112345678", "549112345678"}} {
		w := chattest.New(t)
		first := w.Writes(chat.Contact{WaID: two[0]}, "wamid.1", "hi")
		w.Pass(time.Minute)
		if again := w.Writes(chat.Contact{WaID: two[1]}, "wamid.2", "hi"); again == first {
			t.Errorf("%v are made one person", two)
		}
	}
}

// Two visitors who were stored before all forms of a number were one person know of each other, and are not
// merged.
func TestDoublesKnowOfEachOther(t *testing.T) {
	w := chattest.New(t)
	key, err := chattest.Keys{}.TenantKey(t.Context(), chat.Tenant{})
	w.Must(err)
	made := func(id chat.VisitorID, number string) {
		v := chat.Visitor{
			Tenant: chattest.Tenant, ID: id, FirstSeen: w.Now(), Source: chat.WhatsApp,
			Identities: []chat.Identity{{Kind: chat.IdentityNumber, Hash: key.Identity("wa_id", number)}},
		}
		v.Learn(chat.Claim{Field: "phone", Value: "+" + number, Source: "whatsapp"}, w.Now())
		w.Must(w.Store.AddVisitor(t.Context(), v))
	}
	made("v_long", "5511987654321")
	made("v_short", "551187654321")
	made("v_other", "5511987654399")
	for id, want := range map[chat.VisitorID][]chat.VisitorID{
		"v_long": {"v_short"}, "v_short": {"v_long"}, "v_other": nil,
	} {
		p, err := w.Person(t.Context(), chattest.Ana, id)
		w.Must(err)
		got := []chat.VisitorID(nil)
		for _, d := range p.Doubles {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s may be %v, want %v", id, got, want)
		}
	}
}

// The team can neither overwrite nor remove the number that WhatsApp vouches for.
func TestTheTeamKeepsWhatsAppsNumber(t *testing.T) {
	w := chattest.New(t)
	id := w.Head(w.Writes(chattest.Bruno, "wamid.1", "hi")).Visitor
	for _, value := range []string{"", "+1 555 099 8877"} {
		if _, err := w.ChangeVisitor(t.Context(), chattest.Ana, id, map[string]string{"whatsapp": value},
			nil); chattest.Code(err) != "field_verified" {
			t.Errorf("%q: %v", value, err)
		}
	}
	w.Pass(time.Minute)
	v, err := w.ChangeVisitor(t.Context(), chattest.Ana, id,
		map[string]string{"whatsapp": "+5511987654321", "phone": "+1 555 099 8877"}, nil)
	if err != nil || v.Profile["whatsapp"].Value != "+5511987654321" || v.Profile["phone"].Value != "+1 555 099 8877" {
		t.Errorf("the profile is %+v, %v", v.Profile, err)
	}
}
