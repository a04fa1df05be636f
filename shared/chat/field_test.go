package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dialling"
)

// A number, an address or a choice is taken as people write it, from any keyboard and country; a value that
// cannot be one is refused.
func TestFieldsAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		kind, region string
		taken        []string
		refused      []string
	}{
		{
			"phone", "US",
			[]string{"(555) 012-3456", "555.012.3456", "+1 555 012 3456 ext. 12", "+1 (555) 012-3456 x7", "011 49 151 23456700"},
			[]string{
				"1/////", "0000000", "1 ()()()", "1111111111", "12", "call me", "+1 555", "+999 12345678", "++15550123456",
				"5550123456 or 5550123457",
			},
		},
		{
			"phone", "DE",
			[]string{"0151 2345 6700", "+49 (0)151 2345 6700", "030/1234567", "0049 151 2345 6700", "030 123456-78"},
			[]string{"0000000", "+49"},
		},
		{"phone", "EG", []string{"٠١٠٠ ١٢٣ ٤٥٦٧", "\u202a+20\u00a0100\u2011123\u20134567\u202c"}, nil},
		{"phone", "IN", []string{"०९८७६ ५४३२१०", "+91 98765 43210"}, nil},
		{"phone", "MX", []string{"55 1234 5678", "+52 1 55 1234 5678", "tel:+525512345678"}, []string{"+52 1 55 1234 56789"}},
		{
			"phone", "",
			[]string{"＋81 90-1234-5678", "(555) 012-3456", "\u200e+81 90 1234 5678"},
			[]string{"123456789012345678"},
		},
		{
			"email", "",
			[]string{
				"dana@example.com", " dana.o'neil+shop@mail.example.co.uk ", "dana＠example.com", "dana@münchen.example",
				"\u200fdana@example.com", "a@b.co", "dana@example.com.", "<dana@example.com>", "mailto:dana@example.com",
			},
			[]string{
				"first.last@localhost", "dana@-example.com", "dana@example-.com", "\u200bdana@example.com",
				"da\u200bna@example.com", "dana@example", "dana@example..com", "@example.com", "dana@exa mple.com", "dana@1.2.3.4",
				"dana@[127.0.0.1]", "dana@example.c", "a@b@example.com",
			},
		},
		{
			"number", "",
			[]string{
				"1,000.50", "1 000", "٣", "1.000,50", "-5", "−5", "+5", "0.5", ".5", "12,5", "1'000", "10,00,000", "३", "１２", "٣٫٥",
				"R$ 1.500,00", "₹50,000", "20 €", "5000 INR", "12%",
			},
			[]string{"three", "50k", "€", "INR", "20 € 30", "2 adults", "1,,0", "1.2.3", "--5", "1-2", ",", "12abc"},
		},
		{"name", "", []string{"Zoë", "李", "O'Neil Jr."}, nil},
		{"choice", "", []string{"Red", "red", " RED ", "café", "Cafe", "CAFÉ"}, []string{"blue", "1", "", "?"}},
	} {
		field := chat.Field{Name: "f", Label: "F", Type: c.kind, Required: true, Choices: []string{"Red", "Café"}}
		judge := chat.Judge{Region: c.region, ValidNumber: dialling.Known}
		for _, value := range c.taken {
			if got, fault := field.Take(value, judge); fault != nil || got == "" {
				t.Errorf("%s %q is refused in %q: %+v", c.kind, value, c.region, fault)
			}
		}
		for _, value := range c.refused {
			if _, fault := field.Take(value, judge); fault == nil || (value != "" && fault.Code != "field_"+c.kind) {
				t.Errorf("%s %q in %q: %+v", c.kind, value, c.region, fault)
			}
		}
	}
}

// A value of which nothing shows counts as empty, of any characters.
func TestARequiredFieldNeedsWhatShows(t *testing.T) {
	field := chat.Field{Name: "f", Label: "F", Type: "text", Required: true}
	for _, value := range []string{"", "  ", "\u200b", "\u00a0\u2060 ", "\ufeff\t"} {
		if _, fault := field.Take(value, chat.Judge{}); fault == nil || fault.Code != "field_required" {
			t.Errorf("%q: %+v", value, fault)
		}
	}
}
