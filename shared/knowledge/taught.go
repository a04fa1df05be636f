package knowledge

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
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

// Teach finds the lesson of an entry, nil if nobody teaches this one.
type Teach func(e Entry) Lesson

// Lesson gives further wordings with which visitors may ask for an entry, by its languages. An error leaves it without;
// with ErrTeacherDown the entries after it, too.
type Lesson func(ctx context.Context) (map[string][]string, error)

// ErrTeacherDown is the error of a teacher who cannot be reached for now, whatever is asked.
var ErrTeacherDown = errors.New("the teacher is down")

// untaught is the teacher of a press that has none.
func untaught(context.Context, chat.TenantID) (Teach, error) { return nil, nil }

// TaughtElsewhere is the teacher of a function in which somebody waits: it leaves publications that teach to another.
func TaughtElsewhere(context.Context, chat.TenantID) (Teach, error) { return nil, ErrUnfinished }

const (
	maxTaughtWording = 150              // characters
	maxTaughtAtOnce  = 20               // entries that one publication has taught: a person waits for it
	teachingTime     = 40 * time.Second // in which lessons begin, likewise
	teachingNeed     = 80 * time.Second // of its caller's time: for the last lesson, too, and to store all

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

// taught is an edition with the wordings of a teacher. An entry keeps those of the edition in force if its words are
// the same; an edition that is made anew keeps all of its first making, so that its index and its rehearsal hold. Only
// words that the publication changes are taught: wordings of other entries would change answers that its author never
// touched. Nobody waits for a teacher that fails: visitors are answered without, until the words change again.
func (p *Press) taught(ctx context.Context, one Publication, before, made, next Edition) (Edition, error) {
	if one.Back > 0 { // it comes back as it was
		return next, nil
	}
	teach, err := Teach(nil), error(nil)
	if !one.Sure {
		teach, err = p.teacher(ctx, one.Tenant)
	}
	if err != nil {
		return next, err
	}
	next.Entries = slices.Clone(next.Entries)
	lessons, had := map[int]Lesson{}, false
	for i := range next.Entries {
		e := &next.Entries[i]
		again := e.keeps(before, made)
		had = had || len(e.Taught) > 0
		if e.Lesson != "" || again || teach == nil || len(lessons) == maxTaughtAtOnce {
			continue
		}
		if lesson := teach(*e); lesson != nil {
			lessons[i] = lesson
		}
	}
	if until, timed := ctx.Deadline(); timed && len(lessons) > 0 && time.Until(until) < teachingNeed {
		return next, ErrUnfinished // what is learned has to be stored
	}
	if had || len(lessons) > 0 {
		next.learn(learned(ctx, lessons))
	}
	return next, ctx.Err()
}

// keeps takes over what an entry was taught by the edition in force or by the first making of its own. It tells whether
// the one in force has the same words, or the first making the same version: then it is not taught.
func (e *Entry) keeps(before, made Edition) (again bool) {
	mark := e.lesson()
	e.Taught, e.Lesson = nil, ""
	if was, is := before.Entry(e.ID); is {
		again = was.lesson() == mark
		if was.Lesson == mark {
			e.Taught, e.Lesson = was.Taught, mark
		}
	}
	if was, is := made.Entry(e.ID); is {
		again = again || was.Version == e.Version
		if was.Lesson == mark && e.Lesson == "" {
			e.Taught, e.Lesson = was.Taught, mark
		}
	}
	return again
}

// learned begins lessons, by the places of their entries, until the time is over or the teacher is down. One that began
// by then is heard to its end: a model that is not listened to is paid, too.
func learned(ctx context.Context, lessons map[int]Lesson) map[int]map[string][]string {
	some := slices.Sorted(maps.Keys(lessons))
	said := make([]map[string][]string, len(some))
	limited, cancel := context.WithTimeout(ctx, teachingTime)
	defer cancel()
	var down atomic.Bool
	_ = sideBySide(ctx, len(some), func(ctx context.Context, i int) error {
		if down.Load() || limited.Err() != nil {
			return nil
		}
		words, err := lessons[some[i]](ctx)
		if err != nil {
			down.CompareAndSwap(false, errors.Is(err, ErrTeacherDown))
			slog.WarnContext(ctx, "an entry is not taught", "error", err.Error())
			return nil
		}
		said[i] = words
		return nil
	})
	found := map[int]map[string][]string{}
	for i, place := range some {
		found[place] = said[i]
	}
	return found
}

// learn takes in what a teacher said about some entries, and drops from all what people wrote since.
func (e *Edition) learn(found map[int]map[string][]string) {
	for i, words := range found {
		if words != nil {
			e.Entries[i].Taught, e.Entries[i].Lesson = words, e.Entries[i].lesson()
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
