package segments

import (
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

// manifest names what an index is made of: segments, which hold the words of messages and never change; and messages
// that are in none yet, which a search looks at in the log.
type manifest struct {
	Segments []info       `json:"segments"`
	Fresh    []search.Ref `json:"fresh"`
	Lost     int          `json:"lost,omitempty"` // damaged segments that were taken out, until the index is made anew
	Losses   int          `json:"losses"`         // times that something was taken out, which make another tag
}

// info is one segment. Its name is a ULID, so that later ones have greater names.
type info struct {
	Name  string `json:"name"`
	Level int    `json:"level"`
	Docs  int    `json:"docs"`
	Bytes int    `json:"bytes"`
	Hash  string `json:"hash"`
	From  int64  `json:"from"` // minutes of its first and its last message
	To    int64  `json:"to"`
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
	m.Segments = append(m.Segments, with...)
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

// add names messages that are in no segment, and tells whether any is new.
func (m *manifest) add(refs []search.Ref) bool {
	known := map[search.Ref]bool{}
	for _, r := range m.Fresh {
		known[r] = true
	}
	had := len(m.Fresh)
	for _, r := range refs {
		if !known[r] {
			known[r] = true
			m.Fresh = append(m.Fresh, r)
		}
	}
	return len(m.Fresh) > had
}

// settle takes messages out of those that are in no segment.
func (m *manifest) settle(refs []search.Ref) {
	done := map[search.Ref]bool{}
	for _, r := range refs {
		done[r] = true
	}
	m.Fresh = slices.DeleteFunc(m.Fresh, func(r search.Ref) bool { return done[r] })
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

// change changes a manifest, if do says so, on what other writers made of it meanwhile.
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
