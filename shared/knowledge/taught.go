package knowledge

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"log/slog"
	"maps"
	"slices"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// Teacher finds somebody who teaches the entries of a tenant, nil if there is nobody.
type Teacher func(ctx context.Context, tenant chat.TenantID) (Teach, error)

// Teach gives further wordings with which visitors may ask for an entry, by its languages; nil if nobody teaches this
// one. An error says that there are none for now.
type Teach func(ctx context.Context, e Entry) (map[string][]string, error)

// untaught is the teacher of a function in which somebody waits: the next publication teaches.
func untaught(context.Context, chat.TenantID) (Teach, error) { return nil, nil }

const (
	maxTaughtWording = 150              // characters
	maxTaughtAtOnce  = 200              // entries that one publication has taught: the next ones go on
	teachingTime     = 40 * time.Second // after which the others wait for the next publication
	teachingNeed     = 60 * time.Second // of its caller's time

	// MaxLesson is more than the bytes that a model's wordings of an entry take.
	MaxLesson = 7 * MaxTaught * (4*maxTaughtWording + 10)
)

// lesson is a mark of the words for which a teacher writes others: an entry with the same keeps what it was taught.
func (e *Entry) lesson() string {
	words := map[string]Words{}
	for language, w := range e.Languages {
		words[language] = Words{Wordings: w.Wordings, Answer: w.Answer}
	}
	sum := fnv.New64a()
	_ = json.NewEncoder(sum).Encode([]any{e.Title, words}) // texts always encode
	return hex.EncodeToString(sum.Sum(nil))
}

// taught is an edition with the wordings of a teacher. An entry keeps those of the edition before if its words are the
// same; an edition that is made anew keeps all of its first making, so that its index and its rehearsal hold. Nobody
// waits for a teacher that fails: visitors are answered without, and the next publication asks again.
func (p *Press) taught(ctx context.Context, one Publication, before, next Edition) (Edition, error) {
	if one.Back > 0 { // it comes back as it was
		return next, nil
	}
	made, err := p.shelf.Edition(ctx, one.Tenant, one.Number)
	if chat.Except(err, chat.ErrNotFound) != nil {
		return next, err
	}
	teach, err := p.teacher(ctx, one.Tenant)
	if err != nil {
		return next, err
	}
	next.Entries = slices.Clone(next.Entries)
	anew, had := []int{}, false
	for i := range next.Entries {
		e := &next.Entries[i]
		mark, again := e.lesson(), false
		e.Taught, e.Lesson = nil, ""
		for _, earlier := range []*Edition{&before, &made} {
			was, is := earlier.Entry(e.ID)
			again = is && was.Version == e.Version && earlier == &made
			if is && was.Lesson == mark && e.Lesson == "" {
				e.Taught, e.Lesson = was.Taught, was.Lesson
			}
		}
		had = had || len(e.Taught) > 0
		if e.Lesson == "" && !again && teach != nil && len(anew) < maxTaughtAtOnce {
			anew = append(anew, i)
		}
	}
	if until, timed := ctx.Deadline(); timed && len(anew) > 0 && time.Until(until) < teachingNeed {
		return next, ErrUnfinished // what is learned has to be stored
	}
	if had || len(anew) > 0 {
		next.learn(anew, learned(ctx, next.Entries, anew, teach))
	}
	return next, ctx.Err()
}

// learned asks a teacher about some entries, until the time is over or one fails. What was asked by then is heard: a
// model that is not listened to is paid, too.
func learned(ctx context.Context, entries []Entry, some []int, teach Teach) []map[string][]string {
	found := make([]map[string][]string, len(some))
	limited, cancel := context.WithTimeout(ctx, teachingTime)
	defer cancel()
	var failed atomic.Bool
	_ = sideBySide(limited, len(some), func(ctx context.Context, i int) error {
		if failed.Load() || ctx.Err() != nil {
			return nil
		}
		said, err := teach(ctx, entries[some[i]])
		if err != nil {
			failed.Store(true)
			slog.WarnContext(ctx, "some entries are not taught", "error", err.Error())
			return nil
		}
		found[i] = said
		return nil
	})
	return found
}

// learn takes in what a teacher said about some entries, and drops from all what people wrote since.
func (e *Edition) learn(some []int, found []map[string][]string) {
	for n, i := range some {
		if found[n] != nil {
			e.Entries[i].Taught, e.Entries[i].Lesson = found[n], e.Entries[i].lesson()
		}
	}
	taken := map[string]bool{}
	for i := range e.Entries {
		for _, words := range e.Entries[i].Languages {
			for _, text := range words.Wordings {
				taken[Folded(text)] = true
			}
		}
	}
	for i := range e.Entries {
		e.Entries[i].keep(taken)
	}
}

// keep drops taught wordings that are too long or too many, or that this or another entry has: a bot could not tell
// which one is meant.
func (e *Entry) keep(taken map[string]bool) {
	kept := map[string][]string{}
	for _, language := range slices.Sorted(maps.Keys(e.Taught)) {
		if _, is := e.Languages[language]; !is {
			continue
		}
		for _, text := range lines(e.Taught[language], chat.Titled) {
			folded := Folded(text)
			if taken[folded] || utf8.RuneCountInString(text) > maxTaughtWording ||
				len(kept[language]) == MaxTaught {
				continue
			}
			taken[folded] = true
			kept[language] = append(kept[language], text)
		}
	}
	if e.Taught = kept; len(kept) == 0 {
		e.Taught = nil
	}
}

// TaughtIn are the wordings of a model's by which an entry is found in a language: without those that people took away.
func (e *Entry) TaughtIn(language string) []string {
	return slices.DeleteFunc(slices.Clone(e.Taught[language]), func(text string) bool {
		return slices.Contains(e.Untaught, text)
	})
}

// Taught are the wordings that a model wrote for an entry of the edition in force, by language.
func (l *Library) Taught(ctx context.Context, a chat.Agent, id EntryID) (map[string][]string, error) {
	live, err := l.live(ctx, a.Tenant)
	e, _ := live.Entry(id)
	return e.Taught, err
}
