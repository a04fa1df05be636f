package chat_test

import (
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func TestFormsOfOneNumberAreOnePerson(t *testing.T) {
	for _, forms := range [][2]string{{"5511987654321", "551187654321"}, {"5215512345678", "525512345678"}, {"5491123456789", "541123456789"}} {
		for _, order := range [][2]string{forms, {forms[1], forms[0]}} {
			o := newOffice(t)
			first := o.writes(chat.Contact{WaID: order[0]}, "wamid.1", "hi")
			o.pass(time.Minute)
			if again := o.writes(chat.Contact{WaID: order[1]}, "wamid.2", "hi again"); again != first {
				t.Errorf("%v are two people", order)
			}
		}
	}
}

func TestATypedNumberStandsBesideWhatsApps(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hi")
	head := o.head(k)
	later := o.Now().Add(time.Minute)
	v, err := o.Store.UpdateVisitor(o.ctx(), chat.VisitorKey{Tenant: tenant, ID: head.Visitor}, func(v *chat.Visitor) error {
		v.Learn(chat.Claim{Field: "phone", Value: "+1 555 099 8877", Source: "form:contact"}, later)
		v.Learn(chat.Claim{Field: "whatsapp", Value: "+1 555 099 8877", Source: "form:contact"}, later)
		return nil
	})
	o.must(err)
	if has := v.Profile["whatsapp"]; has.Value != "+5511987654321" || !has.Verified || v.Profile["phone"].Value != "+1 555 099 8877" {
		t.Errorf("the profile is %+v", v.Profile)
	}
	for _, q := range []string{"+5511987654321", "15550998877"} {
		people, err := o.Find(o.ctx(), ana, q)
		o.must(err)
		if len(people) != 1 {
			t.Errorf("%s finds %d", q, len(people))
		}
	}
}

func TestALandlineIsNobodysMobile(t *testing.T) {
	for _, two := range [][2]string{{"551133334444", "5511933334444"}, {"54112345678", "549112345678"}} {
		o := newOffice(t)
		first := o.writes(chat.Contact{WaID: two[0]}, "wamid.1", "hi")
		o.pass(time.Minute)
		if again := o.writes(chat.Contact{WaID: two[1]}, "wamid.2", "hi"); again == first {
			t.Errorf("%v are made one person", two)
		}
	}
}

// Two who were made before the forms of a number were one person know of each other, and
// are not merged.
func TestDoublesKnowOfEachOther(t *testing.T) {
	o := newOffice(t)
	key, err := keys{}.TenantKey(t.Context(), chat.Tenant{})
	o.must(err)
	made := func(id chat.VisitorID, number string) {
		v := chat.Visitor{Tenant: tenant, ID: id, FirstSeen: o.Now(), Source: chat.WhatsApp, Identities: []chat.Identity{{Kind: "wa_id", Hash: key.Identity("wa_id", number)}}}
		v.Learn(chat.Claim{Field: "phone", Value: "+" + number, Source: "whatsapp"}, o.Now())
		o.must(o.Store.AddVisitor(t.Context(), v))
	}
	made("v_long", "5511987654321")
	made("v_short", "551187654321")
	made("v_other", "5511987654399")
	for id, want := range map[chat.VisitorID][]chat.VisitorID{"v_long": {"v_short"}, "v_short": {"v_long"}, "v_other": nil} {
		p, err := o.Person(t.Context(), ana, id)
		o.must(err)
		got := []chat.VisitorID(nil)
		for _, d := range p.Doubles {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s may be %v, want %v", id, got, want)
		}
	}
}

// Nobody of the team overwrites or takes off the number that WhatsApp vouches for.
func TestTheTeamKeepsWhatsAppsNumber(t *testing.T) {
	o := newOffice(t)
	id := o.head(o.writes(bruno, "wamid.1", "hi")).Visitor
	for _, value := range []string{"", "+1 555 099 8877"} {
		if _, err := o.ChangeVisitor(t.Context(), ana, id, map[string]string{"whatsapp": value}, nil); code(err) != "field_verified" {
			t.Errorf("%q: %v", value, err)
		}
	}
	o.pass(time.Minute)
	v, err := o.ChangeVisitor(t.Context(), ana, id, map[string]string{"whatsapp": "+5511987654321", "phone": "+1 555 099 8877"}, nil)
	if err != nil || v.Profile["whatsapp"].Value != "+5511987654321" || v.Profile["phone"].Value != "+1 555 099 8877" {
		t.Errorf("the profile is %+v, %v", v.Profile, err)
	}
}
