package chat

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// VisitKey finds one visit.
type VisitKey struct {
	Tenant  TenantID
	Visitor VisitorID
	ID      VisitID
}

// Mode says how much may be kept of a visit.
type Mode string

const (
	Full    Mode = "full"
	Minimal Mode = "minimal"
)

// Place is the place where a visitor seems to be.
type Place struct {
	Country  string `json:"country,omitempty"` // ISO 3166 alpha-2
	City     string `json:"city,omitempty"`
	Inferred bool   `json:"inferred,omitempty"` // from a phone number, not from the network
}

// Device is the device that the browser names.
type Device struct {
	Type    string `json:"type,omitempty"` // desktop, mobile, tablet, whatsapp
	OS      string `json:"os,omitempty"`
	Browser string `json:"browser,omitempty"`
}

// Page is one page of the tenant's site, without its query string.
type Page struct {
	URL      string `json:"url"`
	Title    string `json:"title,omitempty"`
	Referrer string `json:"referrer,omitempty"`
}

// Visit is one visit: all pages and tabs of a visitor, or a run of WhatsApp messages, with gaps under VisitGap.
// It ends at its last activity, not when we notice.
type Visit struct {
	Tenant    TenantID          `json:"tenant"`
	ID        VisitID           `json:"id"`
	Visitor   VisitorID         `json:"visitor"`
	Bot       BotID             `json:"bot"`
	Source    Source            `json:"source"`
	Site      string            `json:"site,omitempty"`   // key of the website
	Number    string            `json:"number,omitempty"` // phone number id on WhatsApp
	Mode      Mode              `json:"mode"`
	Started   time.Time         `json:"started"`
	LastAt    time.Time         `json:"lastAt"`
	EndedAt   time.Time         `json:"endedAt,omitzero"`
	EndReason EndReason         `json:"endReason,omitempty"`
	Returning bool              `json:"returning"`
	Own       bool              `json:"own,omitempty"` // it came from an office of the team
	Place     Place             `json:"place"`
	Network   string            `json:"network,omitempty"` // the address, cut to /24 or /48
	Device    Device            `json:"device"`
	Language  string            `json:"language,omitempty"` // the first that the browser asks for: pt, not pt-BR
	Landing   string            `json:"landing,omitempty"`  // the first page, as it is kept
	Opened    bool              `json:"opened,omitempty"`   // the chat was opened; told once it has ended
	Referrer  string            `json:"referrer,omitempty"`
	Campaign  map[string]string `json:"campaign,omitempty"` // utm_*
	Page      *Page             `json:"page,omitempty"`
	Pages     int               `json:"pages"`             // once it has ended; until then its tabs tell
	Dropped   int               `json:"dropped,omitempty"` // pages of sockets that it names no more
	Goals     []VisitGoal       `json:"goals,omitempty"`
	Lost      bool              `json:"lost,omitempty"` // a goal of it is another visit's, as a server says
	Talk      *Talk             `json:"talk,omitempty"`
	Invited   MessageID         `json:"invited,omitempty"` // an agent's first words in this visit, see StartChat
	Folded    *Facts            `json:"folded,omitempty"`  // the facts that the counters hold already
	Sockets   []ConnectionID    `json:"sockets,omitempty"` // of its latest tabs, some of them closed
	Version   int64             `json:"-"`
}

// EndReason is the reason why a visit ended.
type EndReason string

const (
	Left      EndReason = "left" // the last tab was closed
	Idle      EndReason = "idle" // the visitor fell silent
	SignedOut EndReason = "signed_out"
)

// Key is where the visit lies.
func (s *Visit) Key() VisitKey { return VisitKey{s.Tenant, s.Visitor, s.ID} }

// Live tells whether the visit goes on.
func (s *Visit) Live() bool { return s.EndedAt.IsZero() }

// Duration is how long the visit was, or is, without the idle tail.
func (s *Visit) Duration(now time.Time) time.Duration {
	if s.Live() {
		return now.Sub(s.Started)
	}
	return s.EndedAt.Sub(s.Started)
}

// End closes the visit at its last activity.
func (s *Visit) End(reason EndReason) { s.EndedAt, s.EndReason = s.LastAt, reason }

// resume opens the visit again.
func (s *Visit) resume(now time.Time) {
	s.EndedAt, s.EndReason = time.Time{}, ""
	s.LastAt = now
}

// at adds the socket of another tab, and drops closed ones whose pages are in the log.
func (s *Visit) at(id ConnectionID, spare tabs) error {
	for _, tab := range spare {
		if i := slices.Index(s.Sockets, tab.ID); i >= 0 {
			s.Sockets = slices.Delete(s.Sockets, i, i+1)
			s.Dropped += tabs{tab}.pages(s.ID)
		}
	}
	if slices.Contains(s.Sockets, id) {
		return nil
	}
	if len(s.Sockets) >= MaxOpenTabs {
		return Errorf(TooMany, "too_many_tabs", "This chat is open in too many tabs. Close some of them.")
	}
	s.Sockets = append(s.Sockets, id)
	return nil
}

// ForAgent is the visit without the fields that only machines need.
func (s Visit) ForAgent() Visit {
	s.Sockets, s.Dropped = nil, 0
	if s.Talk != nil && s.Talk.Alerts != nil {
		talk := *s.Talk
		talk.Alerts, s.Talk = nil, &talk
	}
	return s
}

// recount takes the pages of a visit that is over from its log.
func (s *Visit) recount(log []VisitEvent) {
	if s.Live() {
		return
	}
	s.Pages = 0
	for _, e := range log {
		if e.Kind == PageEvent {
			s.Pages++
			s.Page = e.Page
		}
	}
}

// factsOf is the visit's facts as one text.
func factsOf(s *Visit) string {
	raw, _ := json.Marshal([]any{s.Facts(), s.Pages, s.Folded})
	return string(raw)
}

// Counts tells whether the visit is in the counters or should be: once it ends, or reaches a goal.
func (s *Visit) Counts() bool { return !s.Live() || len(s.Goals) > 0 || s.Folded != nil }

// folded tells whether the counters hold the visit as it is.
func (s *Visit) folded() bool {
	return s.Folded != nil && len(Difference(s.Folded, s.Facts())) == 0
}

// Current points from a visitor to the visit that may still go on.
type Current struct {
	Visit  VisitID   `json:"session"`
	Number int       `json:"number"` // how many visits there have been
	At     time.Time `json:"at"`     // when this one began
}

// Next is the current visit once another one has begun.
func (c Current) Next(s Visit) Current {
	return Current{Visit: s.ID, Number: c.Number + 1, At: s.Started}
}

// PageID is the id of the n-th page of a socket in the log of its visit. Ids sort by time.
func PageID(id ConnectionID, n int, at time.Time) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s#%d", id, n))
	return string(FirstIDAt(at))[:10] + base32.StdEncoding.EncodeToString(sum[:10])
}

// VisitEvent is a row of a visit's log: a page, a goal, a form, a consent.
type VisitEvent struct {
	ID   string         `json:"id"`
	At   time.Time      `json:"at"`
	Kind VisitEventKind `json:"kind"`
	Page *Page          `json:"page,omitempty"`
	Goal *VisitGoal     `json:"goal,omitempty"`
	Form *FormPlace     `json:"form,omitempty"`
	Mode Mode           `json:"mode,omitempty"`
}

// VisitEventKind says which part of a VisitEvent is set.
type VisitEventKind string

const (
	PageEvent    VisitEventKind = "page"
	GoalEvent    VisitEventKind = "goal"
	FormEvent    VisitEventKind = "form"
	ConsentEvent VisitEventKind = "consent" // Mode is the new one
)
