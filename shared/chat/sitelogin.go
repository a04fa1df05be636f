package chat

import (
	"slices"
	"time"
)

// SiteLogin has the secrets with which a site's own server signs who is signed in.
type SiteLogin struct {
	Since  time.Time      `json:"since"`            // when the current secret was made
	Secret SealedSecret   `json:"secret,omitzero"`  // the current one
	Before []SealedSecret `json:"before,omitempty"` // those that it replaced and that still hold, at most MaxReplaced

	Until time.Time `json:"until,omitzero"` // as an owner sees it: how long the latest of those holds
}

// MaxReplaced is how many secrets of a site hold besides the current one, which may have been replaced several times in
// a day.
const MaxReplaced = 4

// SealedSecret is a secret that can only be opened for the row that it was sealed for: a site's key, which is another
// one when the key was replaced.
type SealedSecret struct {
	Row    string    `json:"row"`
	Sealed []byte    `json:"sealed"`
	Until  time.Time `json:"until,omitzero"` // how long it holds, if it was replaced
}

// Replaced are the secrets before the current one that hold at a time, the latest last.
func (l *SiteLogin) Replaced(now time.Time) []SealedSecret {
	return slices.DeleteFunc(slices.Clone(l.Before), func(s SealedSecret) bool { return !now.Before(s.Until) })
}

// Secrets are those that hold at a time.
func (l *SiteLogin) Secrets(now time.Time) []SealedSecret {
	return append(l.Replaced(now), l.Secret)
}

// ForOwner is the site without its secrets.
func (s Site) ForOwner() Site {
	if l := s.Login; l != nil {
		s.Login = &SiteLogin{Since: l.Since}
		if n := len(l.Before); n > 0 {
			s.Login.Until = l.Before[n-1].Until
		}
	}
	return s
}
