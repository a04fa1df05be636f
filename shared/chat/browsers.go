package chat

import (
	"context"
	"slices"
	"time"
)

// Browser is told of a person's answers while the website is closed in it, as its visitor asked for.
type Browser struct {
	Subscription Subscription `json:"subscription,omitzero"`
	Site         string       `json:"site"` // the key of the website
	Page         string       `json:"page"` // on which they asked for it
	Locale       string       `json:"locale,omitempty"`
	Since        time.Time    `json:"since"`
}

// Notified is the last notification of a visitor's browsers.
type Notified struct {
	Last MessageID `json:"last"` // the newest answer at that time
	At   time.Time `json:"at"`
}

// MaxBrowsers is how many browsers of a visitor are told; beyond it the oldest is forgotten.
const MaxBrowsers = 5

// AddBrowser has a browser told from now on. A browser has one subscription for each website.
func (v *Visitor) AddBrowser(b Browser) {
	v.dropBrowser(b.Subscription.Endpoint)
	v.Browsers = append(v.Browsers, b)
	v.Browsers = v.Browsers[max(0, len(v.Browsers)-MaxBrowsers):]
}

// Subscribed tells whether a browser is told still.
func (v *Visitor) Subscribed(b Browser) bool {
	return slices.ContainsFunc(v.Browsers, func(had Browser) bool { return had.Subscription == b.Subscription })
}

// DropBrowsers forgets the browsers of some subscriptions, by their addresses.
func (v *Visitor) DropBrowsers(endpoints []string) {
	for _, one := range endpoints {
		v.dropBrowser(one)
	}
	if len(v.Browsers) == 0 {
		v.unsubscribe()
	}
}

func (v *Visitor) dropBrowser(endpoint string) {
	v.Browsers = slices.DeleteFunc(slices.Clone(v.Browsers), func(b Browser) bool {
		return b.Subscription.Endpoint == endpoint
	})
}

// unsubscribe forgets all browsers: nothing is told any more, unless the visitor asks for it again.
func (v *Visitor) unsubscribe() { v.Browsers, v.Notified = nil, nil }

// block shuts a visitor out, or lets them in again.
func (v *Visitor) block(blocked bool) {
	if v.Blocked = blocked; blocked {
		v.unsubscribe()
	}
}

// WithoutSecrets is the visitor without the addresses that their browsers are told at.
func (v Visitor) WithoutSecrets() Visitor {
	v.Browsers = slices.Clone(v.Browsers)
	for i := range v.Browsers {
		v.Browsers[i].Subscription = Subscription{}
	}
	return v
}

// Unsubscribe forgets all browsers of a visitor. It writes nothing where there is none.
func (w *WebChannel) Unsubscribe(ctx context.Context, key VisitorKey) error {
	v, err := w.store.Visitor(ctx, key)
	if err != nil || len(v.Browsers) == 0 {
		return Except(err, ErrNotFound, ErrErased)
	}
	_, err = w.store.UpdateVisitor(ctx, key, func(v *Visitor) error { v.unsubscribe(); return nil })
	return Except(err, ErrNotFound, ErrErased)
}

// InView tells whether the socket's visitor has its page before them.
func (s *Socket) InView(now time.Time) bool {
	return s.Closed.IsZero() && s.Away.IsZero() && now.Sub(s.Seen) < SilentSocket
}
