package chat_test

import (
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
