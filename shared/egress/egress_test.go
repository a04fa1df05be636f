package egress

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestOnlyPublicAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true,
		"127.0.0.1": false, "10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "100.64.0.1": false, "::1": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "255.255.255.255": false, "224.0.0.1": false,
		"100.63.255.255": true, "100.128.0.0": true, "192.88.98.255": true, "198.20.0.0": true, "2001:200::1": true,
		"2a00:1450:4001:80b::200e": true,
		"192.0.0.8":                false, "192.31.196.1": false, "192.52.193.1": false, "192.88.99.1": false,
		"192.175.48.1": false, "198.19.255.255": false,
		"203.0.113.9": false, "240.0.0.1": false, "233.252.0.1": false, "::": false, "::7f00:1": false,
		"::ffff:0:127.0.0.1": false, "::ffff:10.0.0.1": false,
		"64:ff9b:1::a00:1": false, "100::1": false, "100:0:0:1::1": false, "2001:0:7f00:1::": false, "2001:10::1": false,
		"2001:20::1": false, "2001:db8::1": false,
		"2620:4f:8000::1": false, "3fff::1": false, "5f00::1": false, "fec0::1": false, "fc00::1": false, "ff02::1": false,
		"fe80::1%eth0": false, "4000::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("public(%s) = %v, want %v", address, got, want)
		}
	}
}

func TestTheWayOutRefuses(t *testing.T) {
	inside := httptest.NewTLSServer(http.NotFoundHandler())
	defer inside.Close()
	for _, address := range []string{
		inside.URL, "http://93.184.216.34/", "https://user:secret@93.184.216.34/", "https://localhost/", "https://[::1]/",
	} {
		if answer, err := Client("prod").Get(address); err == nil {
			answer.Body.Close()
			t.Errorf("%s was called", address)
		}
	}
}

func TestTheLocalStageCallsItsOwnMachineOnly(t *testing.T) {
	inside := httptest.NewServer(http.NotFoundHandler())
	defer inside.Close()
	answer, err := Client("local").Get(inside.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer, err := Client("local").Get("https://example.com/"); err == nil {
		answer.Body.Close()
		t.Error("the local stage called out")
	}
}
