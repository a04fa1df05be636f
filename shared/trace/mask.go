package trace

import (
	"fmt"
	"log/slog"
	"net/netip"
	"regexp"
	"strings"
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
var personal = regexp.MustCompile(`[^\s"'<>:/?&=]+@[^\s"'<>:/?&=]+|\+?\b\d{9,15}\b|\?[^\s"']+=[^\s"']*`)

// network matches anything that may be an address of the network: netip judges it.
var network = regexp.MustCompile(`\b\d{1,3}(\.\d{1,3}){3}\b|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*`)

func masked(text string) string {
	text = personal.ReplaceAllString(text, "*")
	return network.ReplaceAllStringFunc(text, withoutAddress)
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
