package model_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/model"
)

// People part long numbers in many ways, and a number in lines or with commas is as personal as one in a row.
func TestNumbersLeaveInNoSpelling(t *testing.T) {
	groups := map[string][]string{
		"a card": {"4111", "1111", "1111", "1111"}, "a phone": {"0170", "123", "45", "67"},
		"an account": {"GB82", "WEST", "1234", "5698", "7654", "32"},
	}
	for name, parted := range groups {
		for _, by := range []string{
			"", " ", "-", "\n", "\r\n", "\t", "\u00a0", "\u202f", "\u2011", "\u200b", ".", "_", "/", ", ", ",", "*", " | ",
			":", ";", "'", "’", ": ",
		} {
			if name == "an account" && strings.ContainsAny(by, ",*|:;'’") {
				continue // nobody parts letters by these
			}
			got := model.Redacted("Is it " + strings.Join(parted, by) + " please?")
			for _, part := range parted {
				if strings.Contains(got, part) {
					t.Errorf("%s parted by %q leaves as %q", name, by, got)
					break
				}
			}
			if !strings.HasPrefix(got, "Is it ") || !strings.HasSuffix(got, " please?") {
				t.Errorf("%s parted by %q takes words with it: %q", name, by, got)
			}
		}
	}
}

func TestShortFiguresAndHoursStay(t *testing.T) {
	for _, text := range []string{
		"Are you open 9:00-17:30?", "Are you open 9:00-17:30, 10:00-14:00?", "Is it 9:00; 12:30; 18:00?",
		"Is it 12,50 or 13,50 for 2?", "I would like 3, not 4, of size 38.",
		"AB12 costs more than the model before it", "I am @ home. When do you come?", "क्‍या यह खुला है?",
	} {
		if got := model.Redacted(text); got != text {
			t.Errorf("%q leaves as %q", text, got)
		}
	}
}

func TestAddressesLeaveInNoSpelling(t *testing.T) {
	for _, address := range []string{
		"ana@example.org", "ana＠example.org", "ana @ example.org", "ana@example . org", "ana (at) example (dot) org",
		"ana[at]example[dot]org", "ana\u200b@exam\u00adple.org", "ａｎａ@example.org", "ana.ruiz{at}example.co.uk",
		"ana at example dot org", "ana arroba example punto org",
	} {
		got := model.Redacted("Write to " + address + " please?")
		if strings.Contains(got, "ana") || strings.Contains(got, "exam") || !strings.HasPrefix(got, "Write to ") ||
			!strings.HasSuffix(got, " please?") {
			t.Errorf("%q leaves as %q", address, got)
		}
	}
}
