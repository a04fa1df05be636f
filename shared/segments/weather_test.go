package segments

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"pgregory.net/rapid"
)

// weather is an index in the hands of writers to whom everything happens that can.
type weather struct {
	*scene
	r       *rapid.T
	said    int
	people  int
	kept    map[search.Ref]string // the present word of each message that is not erased
	noted   map[search.Ref]bool   // those of which the index was told
	tasks   []search.Ref          // those of which it has to be told
	erased  map[chat.ConversationID]bool
	gone    map[chat.ConversationID]string   // erased people, and where the look through the index goes on
	words   map[chat.ConversationID][]string // every word that was ever said there
	oldest  time.Time                        // the oldest message that may be kept
	spoiled bool                             // a segment was torn or lost since the last rebuild
	calm    bool                             // nothing happens to writers now
}

// broken is a promise that was not kept. It leaves the bubble of the clock before rapid hears of it.
type broken string

func (w *weather) fatal(what string, of ...any) { panic(broken(fmt.Sprintf(what, of...))) }

func (w *weather) must(err error) {
	if err != nil {
		w.fatal("%v", err)
	}
}

// writer is an index to which something may happen.
func (w *weather) writer() *Index {
	h := &hand{folder: w.folder}
	if !w.calm && rapid.Bool().Draw(w.r, "trouble") {
		h.left = rapid.IntRange(1, 14).Draw(w.r, "at call")
		h.fault = fault(rapid.IntRange(0, int(meets)).Draw(w.r, "fault"))
		h.meets = func() {
			w.calm = true
			w.acts()
			w.calm = false
		}
	}
	return small(h, search.NewReader(w.Logbook))
}

func (w *weather) acts() {
	acts := []func(){
		w.says, w.says, w.says, w.says, w.corrects, w.erases, w.forgets, w.tries, w.expires, w.rebuilds, w.spoils,
	}
	acts[rapid.IntRange(0, len(acts)-1).Draw(w.r, "act")]()
}

func (w *weather) word(c chat.ConversationID) string {
	w.said++
	word := fmt.Sprintf("%sword%dq", strings.ReplaceAll(string(c), "_", ""), w.said)
	w.words[c] = append(w.words[c], word)
	return word
}

func (w *weather) says() {
	for range rapid.IntRange(1, 5).Draw(w.r, "messages") {
		c := chat.ConversationID(fmt.Sprintf("c_%dz", w.people+rapid.IntRange(0, 2).Draw(w.r, "conversation")))
		word := w.word(c)
		at := w.now.Add(-time.Duration(rapid.IntRange(0, 3000).Draw(w.r, "ago")) * time.Minute)
		if at.Before(w.oldest) {
			at = w.oldest
		}
		at = at.Add(time.Duration(w.said) * time.Millisecond) // so that a run can be repeated
		ref := w.Says("t_1", c, at, "kettle "+word)
		w.kept[ref], w.tasks = word, append(w.tasks, ref)
	}
	w.tries()
}

func (w *weather) corrects() {
	refs := slices.SortedFunc(maps.Keys(w.kept), search.Ref.Newer)
	if len(refs) == 0 {
		return
	}
	ref := refs[rapid.IntRange(0, len(refs)-1).Draw(w.r, "message")]
	word := w.word(ref.Conversation)
	w.Change("t_1", ref, func(_ *chat.Head, _ *chat.Visitor, m *chat.Message) {
		m.Marks = &chat.Marks{Edited: &chat.Edit{Text: "kettle " + word}}
	})
	w.kept[ref], w.tasks = word, append(w.tasks, ref)
	delete(w.noted, ref)
	w.tries()
}

// tries tells the index of everything that it was not told of, as a queue does.
func (w *weather) tries() {
	tasks := w.tasks
	w.tasks = nil
	if err := w.writer().Note(w.t.Context(), "t_1", tasks); err != nil {
		w.tasks = append(w.tasks, tasks...)
		return
	}
	for _, ref := range tasks {
		if !slices.Contains(w.tasks, ref) {
			w.noted[ref] = true
		}
	}
}

// erases takes a person out of the log. They do not come back.
func (w *weather) erases() {
	c := chat.ConversationID(fmt.Sprintf("c_%dz", w.people))
	w.people++
	w.Erase("t_1", c)
	w.gone[c], w.erased[c] = "", true
	for ref := range w.kept {
		if ref.Conversation == c {
			delete(w.kept, ref)
		}
	}
	w.forgets()
}

func (w *weather) forgets() {
	for c := range w.people {
		id := chat.ConversationID(fmt.Sprintf("c_%dz", c))
		from, waits := w.gone[id]
		if !waits {
			continue
		}
		_, next, err := w.writer().Forget(w.t.Context(), "t_1", []chat.ConversationID{id}, from)
		if w.gone[id] = next; err == nil {
			delete(w.gone, id)
		}
	}
}

// expires takes messages older than a minute out of the log and the index.
func (w *weather) expires() {
	ago := time.Duration(rapid.IntRange(1500, 3000).Draw(w.r, "kept minutes")) * time.Minute
	if before := w.now.Add(-ago).Truncate(time.Minute); before.After(w.oldest) {
		w.oldest = before
	}
	w.Expire("t_1", w.oldest)
	for ref := range w.kept {
		if ref.At().Before(w.oldest) {
			delete(w.kept, ref)
		}
	}
	_, _ = w.writer().Expire(w.t.Context(), "t_1", w.oldest) // the next day comes back to it
}

func (w *weather) rebuilds() {
	spoiled := w.spoiled
	w.spoiled = false
	err := w.writer().Rebuild(w.t.Context(), "t_1", func(page func([]search.Ref) error) error {
		return page(w.Refs("t_1"))
	})
	w.spoiled = w.spoiled || err != nil && spoiled
}

// spoils tears a segment, or loses it.
func (w *weather) spoils() {
	all := w.infos()
	if len(all) == 0 || rapid.IntRange(0, 3).Draw(w.r, "spoils") > 0 {
		return
	}
	path := segmentPath("t_1", all[rapid.IntRange(0, len(all)-1).Draw(w.r, "segment")].Name)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.spoiled = true; rapid.Bool().Draw(w.r, "torn") {
		w.files[path] = w.files[path][:len(w.files[path])/2]
	} else {
		delete(w.files, path)
	}
}

// looks has a search find every message that was noted, and none of a person who is gone.
func (w *weather) looks() {
	found := map[search.Ref]bool{}
	hits := w.finds(w.x, "kettle")
	for _, hit := range hits.Rows {
		ref := search.Ref{Conversation: hit.Head.ID, Message: hit.Message.ID}
		if found[ref] = true; w.kept[ref] == "" {
			w.fatal("%v is found, and erased", ref)
		}
	}
	if w.spoiled {
		return
	}
	if hits.Damaged {
		w.fatal("nothing is damaged")
	}
	for ref, word := range w.kept {
		if w.noted[ref] && !found[ref] {
			w.fatal("%v with %s is not found", ref, word)
		}
	}
}

// settles lets everybody end, and looks at the remains.
func (w *weather) settles() {
	w.calm = true
	for range 40 {
		w.tries()
	}
	w.forgets()
	time.Sleep(2 * time.Minute) // until dead writers count as dead
	_, err := w.writer().Expire(w.t.Context(), "t_1", w.oldest)
	w.must(err)
	for range 40 {
		w.tries() // retention may have met a damaged segment
	}
	w.x = small(w.folder, search.NewReader(w.Logbook)) // a cold one
	w.looks()
	w.left()
	if !w.spoiled {
		w.reads()
	}
	w.rebuilds()
	w.looks()
	w.left()
	w.reads()
}

// reads finds each message by its present word.
func (w *weather) reads() {
	for ref, word := range w.kept {
		if hits := w.finds(w.x, word); len(hits.Rows) != 1 || hits.Rows[0].Message.ID != ref.Message || hits.Damaged {
			w.fatal("%s finds %d, damaged is %v", word, len(hits.Rows), hits.Damaged)
		}
	}
}

// termsOf are all terms of a segment, and the names of its documents.
func termsOf(t *testing.T, s *segment) (all []string) {
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, field := range s.Fields() {
		dictionary, err := s.Dictionary(field)
		must(err)
		terms := dictionary.AutomatonIterator(nil, nil, nil)
		for entry, err := terms.Next(); entry != nil || err != nil; entry, err = terms.Next() {
			must(err)
			all = append(all, entry.Term)
		}
	}
	for doc := range s.Count() {
		ref, err := s.ref(uint32(doc))
		must(err)
		all = append(all, ref.String())
	}
	return all
}

// left looks at the files: each is named and there, they are neither too many nor too large, and none has a word or the
// name of a person who is gone.
func (w *weather) left() {
	all, ages, docs := w.infos(), map[int]bool{}, 0
	for _, i := range all {
		if ages[i.Age] = true; i.Docs > w.x.sizes.bound() {
			w.fatal("%+v is too large", i)
		}
		if i.From < w.oldest.Unix()/60 {
			w.fatal("%+v has messages before %v", i, w.oldest)
		}
		if docs += i.Docs; !w.spoiled && w.files[segmentPath("t_1", i.Name)] == nil {
			w.fatal("%+v is named, and gone", i)
		}
	}
	if most := len(ages)*lastLevel*w.x.sizes.merge + 4*docs/w.x.sizes.bound() + 1; len(all) > most {
		w.fatal("%d segments of %d messages", len(all), docs)
	}
	for path, raw := range w.files {
		segment, is := strings.CutPrefix(path, segmentPath("t_1", ""))
		if is && !slices.ContainsFunc(all, info{Name: segment}.is) {
			w.fatal("%s is not named", path)
		}
		var terms string
		if is && strings.HasSuffix(segment, hashMark+hashOf(raw)) {
			s, err := open(info{}, raw)
			w.must(err)
			terms = strings.Join(termsOf(w.t, s), " ")
			_ = s.Close()
		}
		for c, words := range w.words {
			if !w.erased[c] {
				continue
			}
			for _, word := range append(words, string(c)) {
				if bytes.Contains(raw, []byte(word)) || strings.Contains(terms, word) {
					w.fatal("%s has %q of %s", path, word, c)
				}
			}
		}
	}
}

// Through anything that happens to writers, in any order: everything that is said and not erased is found, by its
// present words; no byte of a file has anything of a person who was erased; every named file exists, and all of them
// stay few and small.
func TestInAnyWeather(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var failed any
		synctest.Test(t, func(t *testing.T) { // nobody waits for the end of a pause
			defer func() { failed = recover() }()
			w := &weather{
				scene: newScene(t), r: r, kept: map[search.Ref]string{}, noted: map[search.Ref]bool{},
				gone: map[chat.ConversationID]string{}, erased: map[chat.ConversationID]bool{},
				words: map[chat.ConversationID][]string{},
			}
			w.oldest = w.now.AddDate(-1, 0, 0)
			for range rapid.IntRange(1, 30).Draw(r, "acts") {
				w.acts()
				w.looks()
			}
			w.settles()
		})
		if what, is := failed.(broken); is {
			r.Fatal(what)
		}
		if failed != nil {
			panic(failed)
		}
	})
}
