package factcheck_test

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// An answer of some kB is judged while a visitor waits, whatever the two texts are.
func TestLongTextsAreJudgedInTime(t *testing.T) {
	for _, one := range []string{
		"We ship 5 parcels in 5 days, not 6. ", "a, ", "5 ", "no. ", "€ ", "5-", "(", "Sí, si. ", "up to at least ", "اليوم ",
	} {
		passage := strings.Repeat(one, 8000/len(one))
		said := strings.Repeat("Wir senden 5 Pakete in 5 Tagen, nicht 6. ", 60)
		for _, pair := range [][2]string{{said, passage}, {passage[:len(passage)/3], said}} {
			for _, language := range []string{"de", "en", "hi"} {
				begin := processor(t)
				_ = check(language, pair[0], "en", pair[1])
				if took := processor(t) - begin; took > 5*time.Second {
					t.Errorf("%q in %s takes %v", one, language, took)
				}
			}
		}
	}
}

// processor is the processor's time of this process so far: a busy machine adds nothing to it.
func processor(t *testing.T) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
