package dialling

import "testing"

func TestANumberTellsItsCountry(t *testing.T) {
	for _, c := range []struct{ waID, bsuid, want string }{
		{"5511987654321", "", "BR"},
		{"919876543210", "", "IN"},
		{"", "US.13491208655302741918", "US"},
		{"", "nonsense", ""},
		{"12", "", ""},
	} {
		if got := Country(c.waID, c.bsuid); got != c.want {
			t.Errorf("Country(%q, %q) = %q, want %q", c.waID, c.bsuid, got, c.want)
		}
	}
}

func FuzzCountry(f *testing.F) {
	f.Add("5511987654321", "US.x")
	f.Fuzz(func(t *testing.T, waID, bsuid string) {
		if c := Country(waID, bsuid); c != "" && len(c) != 2 {
			t.Errorf("the country of %q and %q is %q", waID, bsuid, c)
		}
	})
}
