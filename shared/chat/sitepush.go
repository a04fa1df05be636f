package chat

import (
	"slices"
	"time"
)

// SitePush lets visitors of a site be notified of answers while it is closed.
type SitePush struct {
	Key     string    `json:"key"`     // the public one of the tenant's keys for push services
	Origins []string  `json:"origins"` // those of the site that serve the file of the service worker
	Checked time.Time `json:"checked"` // when that was seen last
}

// WorkerPath is where a website serves the file of the service worker.
const WorkerPath = "/botifire-sw.js"

// Notifies tells whether visitors on an origin can be notified.
func (s *Site) Notifies(origin string) bool {
	return s.Push != nil && !s.Paused && !s.Suspended && slices.Contains(s.Push.Origins, origin)
}

// keepPush has the site notify on no origin that is not the site's any more.
func (s *Site) keepPush() {
	if s.Push == nil {
		return
	}
	kept := *s.Push
	kept.Origins = slices.DeleteFunc(slices.Clone(kept.Origins), func(origin string) bool {
		return !slices.Contains(s.Origins, origin)
	})
	if s.Push = &kept; len(kept.Origins) == 0 {
		s.Push = nil
	}
}

// Shown is the site's name as visitors read it.
func (s *Site) Shown() string {
	if s.Look.Title != "" {
		return s.Look.Title
	}
	return s.Name
}
