package segments

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
)

// Prefix is where the index of a tenant lies.
func Prefix(tenant chat.TenantID) string { return "search/" + string(tenant) + "/" }

func manifestPath(tenant chat.TenantID) string { return Prefix(tenant) + "manifest" }

func segmentPath(tenant chat.TenantID, name string) string {
	return Prefix(tenant) + "segments/" + name
}

// manifest names the parts of an index: segments, which hold the words of messages and never change; and messages
// that are in none yet, which a search looks at in the log.
type manifest struct {
	Segments []info  `json:"segments"`
	Fresh    []fresh `json:"fresh"`
	Last     int64   `json:"last"`           // the last number that was given
	Age      int     `json:"age"`            // times that the index was made anew
	Lost     int     `json:"lost,omitempty"` // one more than the age of a damaged segment that was taken out; 0 for none
	Losses   int     `json:"losses"`         // times that messages were taken out: erasures and retention
}

// info is one segment. Numbers grow in the order in which segments were named.
type info struct {
	Name   string `json:"name"`
	Number int64  `json:"number"`
	Age    int    `json:"age"`
	Level  int    `json:"level"`
	Docs   int    `json:"docs"`
	Bytes  int    `json:"bytes"`
	Hash   string `json:"hash"`
	From   int64  `json:"from"` // minutes of its first and its last message
	To     int64  `json:"to"`
}

// fresh is a message that is in no segment. One that is told again, because it was corrected, has another number.
type fresh struct {
	search.Ref
	Number int64 `json:"n"`
}

// minute is the time of a message as segments keep it.
func minute(r search.Ref) int64 { return r.At().Unix() / 60 }

// after is a place before which no message of a minute or an earlier one stands.
func after(minute int64) search.Ref {
	return search.Ref{Message: chat.FirstIDAt(time.Unix((minute+1)*60, 0))}
}

func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

func (m *manifest) has(all ...info) bool {
	for _, one := range all {
		if !slices.ContainsFunc(m.Segments, one.is) {
			return false
		}
	}
	return true
}

func (s info) is(other info) bool { return s.Name == other.Name }

// replace puts segments in the place of others.
func (m *manifest) replace(old []info, with ...info) {
	m.Segments = slices.DeleteFunc(m.Segments, func(s info) bool { return slices.ContainsFunc(old, s.is) })
	for _, s := range with {
		m.Last++
		s.Number = m.Last
		m.Segments = append(m.Segments, s)
	}
}

// promote changes the level of a segment, and tells whether it did.
func (m *manifest) promote(s info, level int) bool {
	at := slices.IndexFunc(m.Segments, s.is)
	if at < 0 || m.Segments[at].Level == level {
		return false
	}
	m.Segments[at].Level = level
	return true
}

// following is the segment with the next number.
func (m *manifest) following(number int64) (next info, more bool) {
	later := slices.DeleteFunc(slices.Clone(m.Segments), func(s info) bool { return s.Number <= number })
	if len(later) == 0 {
		return next, false
	}
	return slices.MinFunc(later, func(a, b info) int { return cmp.Compare(a.Number, b.Number) }), true
}

// add names messages that are in no segment. One that is named already may have been corrected while a segment is made
// of it: it stays when that is done.
func (m *manifest) add(refs []search.Ref) {
	at := map[search.Ref]int{}
	for i, f := range m.Fresh {
		at[f.Ref] = i
	}
	for _, r := range refs {
		m.Last++
		i, known := at[r]
		if !known {
			i, m.Fresh = len(m.Fresh), append(m.Fresh, fresh{Ref: r})
			at[r] = i
		}
		m.Fresh[i].Number = m.Last
	}
}

// waits tells whether all these messages are in no segment.
func (m *manifest) waits(all []fresh) bool {
	there := map[search.Ref]bool{}
	for _, f := range m.Fresh {
		there[f.Ref] = true
	}
	return !slices.ContainsFunc(all, func(f fresh) bool { return !there[f.Ref] })
}

// settle takes messages out of those that are in no segment, unless they were told again.
func (m *manifest) settle(all []fresh) {
	done := map[fresh]bool{}
	for _, f := range all {
		done[f] = true
	}
	m.Fresh = slices.DeleteFunc(m.Fresh, func(f fresh) bool { return done[f] })
}

// read reads a tenant's manifest; an empty one with tag "" if there is none.
func (x *Index) read(ctx context.Context, tenant chat.TenantID) (manifest, string, error) {
	var m manifest
	raw, tag, err := x.files.Get(ctx, manifestPath(tenant))
	if errors.Is(err, chat.ErrNotFound) {
		return m, "", nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		return m, tag, fmt.Errorf("segments: manifest: %w", err)
	}
	return m, tag, nil
}

// changes is how often a manifest is tried to be changed against other writers.
const changes = 10

// change changes a manifest, if do says so, on the manifest that other writers made meanwhile.
func (x *Index) change(ctx context.Context, tenant chat.TenantID, do func(*manifest) bool) (manifest, error) {
	for try := range changes {
		m, tag, err := x.read(ctx, tenant)
		if err != nil || !do(&m) {
			return m, err
		}
		raw, err := json.Marshal(m)
		if err != nil {
			return m, wrap(err)
		}
		if err = x.files.Swap(ctx, manifestPath(tenant), raw, tag); !errors.Is(err, chat.ErrConflict) {
			return m, err
		}
		if err := pause(ctx, try); err != nil {
			return m, err
		}
	}
	return manifest{}, chat.ErrConflict
}

// pause waits a moment, longer with each try, and never as long as another writer that lost the same race.
func pause(ctx context.Context, try int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(20 * time.Millisecond << min(try, 5))):
		return nil
	}
}
