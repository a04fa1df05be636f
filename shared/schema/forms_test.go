package schema

import (
	"encoding/json"
	"testing"
)

// A number that would take milliseconds to work out is judged by its exponent.
func TestASteepNumberIsNotWorkedOut(t *testing.T) {
	for number, integer := range map[string]bool{
		"1e1000000": true, "-2.5e1000000": true, "1e99999999999999999999": true, "0e1000000": true, "0.0e-1000000": true,
		"1e-1000000": false, "1e-99999999999999999999": false,
	} {
		if _, exact := rational(number); exact || whole(json.Number(number)) != integer {
			t.Errorf("%s: worked out %t, whole %t", number, exact, !integer)
		}
	}
	for number, order := range map[string]int{"1e1000000": 1, "-1e1000000": -1, "1e-1000000": 0, "0e1000000": 0} {
		if got := compare(number, "0"); got != order {
			t.Errorf("%s beside 0 is %d", number, got)
		}
	}
}
