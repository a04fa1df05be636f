package schema

import (
	"encoding/json"
	"math/big"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// steep is the exponent beyond which a number is not worked out: nine bytes of a stranger's, 1e1000000, would take
// 24 ms of the processor.
const steep = 500

// rational is a number of JSON exactly; it fails for one with a steep exponent.
func rational(number string) (*big.Rat, bool) {
	if _, exponent := scientific(number); exponent > steep || exponent < -steep {
		return nil, false
	}
	return new(big.Rat).SetString(number)
}

// scientific takes a number of JSON apart.
func scientific(number string) (digits string, exponent int) {
	i := strings.IndexAny(number, "eE")
	if i < 0 {
		return number, 0
	}
	exponent, _ = strconv.Atoi(number[i+1:]) // the largest or the least int for one that has no end
	return number[:i], exponent
}

// whole tells whether a value is a whole number, as 1, 1.0 and 1e3 are.
func whole(value any) bool {
	number, is := value.(json.Number)
	if !is {
		return false
	}
	if _, err := strconv.ParseInt(string(number), 10, 64); err == nil {
		return true
	}
	if exact, ok := rational(string(number)); ok {
		return exact.IsInt()
	}
	digits, exponent := scientific(string(number))
	return exponent > len(digits) || !strings.ContainsAny(digits, "123456789")
}

// compare tells whether a number is less than a bound, the same or more.
func compare(number, bound string) int {
	limit, _ := rational(bound)
	if exact, ok := rational(number); ok {
		return exact.Cmp(limit)
	}
	near, _ := strconv.ParseFloat(number, 64) // an infinity, or next to nothing
	edge, _ := limit.Float64()
	switch {
	case near < edge:
		return -1
	case near > edge:
		return 1
	}
	return 0
}

// formed tells whether a text has a format.
func formed(format, text string) bool {
	switch format {
	case "date":
		return day(text)
	case "date-time":
		return len(text) >= 20 && strings.EqualFold(text[10:11], "t") && day(text[:10]) && hour(text[11:])
	}
	return address(text)
}

func day(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// hour tells whether a text is a time of day as RFC 3339 has it, with the second that clocks leap over.
func hour(text string) bool {
	if len(text) < len("00:00:00Z") || text[2] != ':' || text[5] != ':' {
		return false
	}
	h, m, s := below(text[:2], 24), below(text[3:5], 60), below(text[6:8], 61)
	rest := text[8:]
	if fraction, has := strings.CutPrefix(rest, "."); has {
		if rest = strings.TrimLeft(fraction, "0123456789"); rest == fraction {
			return false
		}
	}
	minutes, ok := h*60+m, h >= 0 && m >= 0 && s >= 0
	if !strings.EqualFold(rest, "z") {
		offset, is := zone(rest)
		if minutes -= offset; minutes < 0 {
			minutes += 24 * 60
		}
		ok = ok && is
	}
	return ok && (s < 60 || minutes == 23*60+59)
}

// zone is the minutes by which a time of day is ahead, as in +01:00.
func zone(text string) (int, bool) {
	if len(text) != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' {
		return 0, false
	}
	h, m := below(text[1:3], 24), below(text[4:], 60)
	minutes := h*60 + m
	if text[0] == '-' {
		minutes = -minutes
	}
	return minutes, h >= 0 && m >= 0
}

// below is a number of two characters that is less than a bound, or -1.
func below(text string, bound int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n >= bound {
		return -1
	}
	return n
}

// address tells whether a text is a whole address. An IPv6 host stands in brackets.
func address(text string) bool {
	u, err := url.Parse(text)
	if err != nil || !u.IsAbs() {
		return false
	}
	host := u.Hostname()
	if !strings.Contains(host, ":") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return strings.Contains(u.Host, "[") && strings.Contains(u.Host, "]") && err == nil && ip.Is6() && ip.Zone() == ""
}
