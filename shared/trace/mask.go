package trace

import (
	"fmt"
	"log/slog"
	"net/netip"
	"strings"

	"github.com/botifire/livechat/shared/pattern"
)

// Known is a text that names no person although it may look like one, as Meta's id of a business number
// does. It is not masked.
type Known string

// mask masks an attribute of the log: everything but numbers, times and Known texts is a text to mask.
func mask(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(masked(a.Value.String()))
	case slog.KindAny:
		switch v := a.Value.Any().(type) {
		case Known, nil, *slog.Source, slog.Level:
		case error:
			a.Value = slog.StringValue(masked(v.Error()))
		default:
			a.Value = slog.StringValue(masked(fmt.Sprint(v)))
		}
	}
	return a
}

// personal matches e-mail addresses, phone numbers and the queries of addresses.
var personal = pattern.Lazy(`[^\s"'<>:/?&=]+@[^\s"'<>:/?&=]+|\+?\b\d{9,15}\b|\?[^\s"']+=[^\s"']*`)

// spaced matches digits that people set apart, as in phone numbers, and before them times and ids that look like some.
var spaced = pattern.Lazy(`\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?|` +
	`\b[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b|` +
	`\+?\(?\b\d([ \x{a0}().-]{0,2}\d){6,}\b`)

// A phone number has so many digits. One that names its country may be shorter.
const phoneDigits, worldDigits = 9, 7

// network matches anything that may be an address of the network: netip judges it.
var network = pattern.Lazy(`\b\d{1,3}(\.\d{1,3}){3}\b|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*`)

func masked(text string) string {
	text = personal().ReplaceAllString(text, "*")
	text = spaced().ReplaceAllStringFunc(text, withoutPhone)
	return network().ReplaceAllStringFunc(text, withoutAddress)
}

// withoutPhone masks digits that are set apart, if they are as many as a phone number has. Digits in one piece were
// looked at before, and an address of the network is looked at later.
func withoutPhone(found string) string {
	digits, atLeast := 0, phoneDigits
	for _, r := range found {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if found[0] == '+' {
		atLeast = worldDigits
	}
	if digits < atLeast || strings.ContainsAny(found, ":abcdefABCDEF") || !strings.ContainsAny(found, "\u00a0 ().-") ||
		isAddress(found) {
		return found
	}
	return "*"
}

// withoutAddress masks an address, with the port that CloudFront writes behind one of IPv6 without brackets.
func withoutAddress(found string) string {
	bare := strings.TrimRight(found, ":.")
	address := bare
	if end := strings.TrimRight(bare, "0123456789"); strings.HasSuffix(end, ":") && !isAddress(bare) {
		address = strings.TrimSuffix(end, ":")
	}
	if !isAddress(address) && !isAddress(found) {
		return found
	}
	return "*" + found[len(bare):]
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil && text != "::"
}
