package chat_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"pgregory.net/rapid"
)

// numbers is a list of so many numbers, which counts its reads.
func numbers(n int, reads *int) func(string, int) ([]int, string, error) {
	return func(position string, limit int) ([]int, string, error) {
		*reads++
		from, _ := strconv.Atoi(position)
		rows := []int{}
		for i := from; i < min(n, from+limit); i++ {
			rows = append(rows, i)
		}
		if from+limit >= n {
			return rows, "", nil
		}
		return rows, strconv.Itoa(from + limit), nil
	}
}

// However few rows of a list pass, its pages have all that pass, each once and in order, and no page has more than was
// asked for or takes more than a few reads.
func TestANarrowedListIsReadInFewCalls(t *testing.T) {
	w := chattest.New(t)
	rapid.Check(t, func(t *rapid.T) {
		n, limit := rapid.IntRange(0, 1500).Draw(t, "rows"), rapid.IntRange(1, chat.MaxPageSize).Draw(t, "limit")
		passing := map[int]bool{}
		share := rapid.IntRange(1, 100).Draw(t, "one passes of")
		random := rapid.IntRange(0, share-1)
		want := []int{}
		for i := range n {
			if passing[i] = random.Draw(t, "i") == 0; passing[i] {
				want = append(want, i)
			}
		}
		got, cursor := []int{}, ""
		for {
			reads := 0
			page, err := chat.ListPage(w.Ctx(), w.Desk, chattest.Tenant, "numbers", cursor, limit, numbers(n, &reads),
				func(i int) bool { return passing[i] })
			w.Must(err)
			if len(page.Rows) > limit || reads > chat.MaxLookback/chat.PageSize+3 {
				t.Fatalf("%d rows in %d reads of a list of %d, of which %d were asked for", len(page.Rows), reads, n, limit)
			}
			got = append(got, page.Rows...)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the pages have %v, want %v", got, want)
		}
	})
}
