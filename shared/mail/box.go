package mail

import (
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// Box is the address that a visitor left in a conversation, and its mails. An address is unproved until a link
// that went there was used.
type Box struct {
	Address string         `json:"address"`
	Hash    string         `json:"hash"` // of the address, under the tenant's key
	Visitor chat.VisitorID `json:"visitor"`
	Bot     chat.BotID     `json:"bot"`
	Site    string         `json:"site"`
	Page    string         `json:"page,omitempty"`   // on which it was left, if the visit's mode keeps pages
	Locale  string         `json:"locale,omitempty"` // of the widget
	Left    time.Time      `json:"left"`
	Proved  time.Time      `json:"proved,omitzero"`
	Bounced time.Time      `json:"bounced,omitzero"`
	New     bool           `json:"new,omitempty"` // the team has not been told of it
	Was     []string       `json:"was,omitempty"` // hashes of replaced addresses, whose browsers are still let in

	Told   chat.MessageID `json:"told,omitempty"` // the newest answer when the last mail went
	ToldAt time.Time      `json:"toldAt,omitzero"`
	Held   time.Time      `json:"held,omitzero"`   // when the team was told last that no mail is left for an answer
	Paid   string         `json:"paid,omitempty"`  // the name of the letter that was charged last
	Asked  chat.MessageID `json:"asked,omitempty"` // the asking for a link that was mailed last
}

// holds tells whether it is still the address that was left at a time.
func (b *Box) holds(hash string, left time.Time) bool { return b.Hash == hash && b.Left.Equal(left) }

// Link opens a conversation. Its secret went to an address; only its hash is stored.
type Link struct {
	Hash    string         `json:"hash"`
	Box     string         `json:"box"`  // the hash of the address to which it went
	Left    time.Time      `json:"left"` // when that was left
	Visitor chat.VisitorID `json:"visitor"`
	Until   time.Time      `json:"until"`
	Used    time.Time      `json:"used,omitzero"`
	By      string         `json:"by,omitempty"`      // the name of the press that used it
	Browser string         `json:"browser,omitempty"` // the name of the browser that came in by that press
}

// Silence says since when nothing may be written to an address, and why; else the last mail to it, while
// it was unproved.
type Silence struct {
	Stopped    time.Time `json:"stopped,omitzero"`    // its owner said so
	Bounced    time.Time `json:"bounced,omitzero"`    // there is no such mailbox
	Complained time.Time `json:"complained,omitzero"` // its owner called a mail spam

	Wrote time.Time `json:"wrote,omitzero"`
	About string    `json:"about,omitempty"` // the name of that letter
}

// Set tells whether nothing may be written.
func (s Silence) Set() bool {
	return !s.Stopped.IsZero() || !s.Bounced.IsZero() || !s.Complained.IsZero()
}

// Why nothing may be written to an address.
const (
	WhyBounced    = "bounced"
	WhyComplained = "complained"
	WhyStopped    = "stopped"
)

// Why is the reason for a silence, and since when it holds; "" if something may be written.
func (s Silence) Why() (why string, since time.Time) {
	switch {
	case !s.Bounced.IsZero():
		return WhyBounced, s.Bounced
	case !s.Complained.IsZero():
		return WhyComplained, s.Complained
	case !s.Stopped.IsZero():
		return WhyStopped, s.Stopped
	}
	return "", time.Time{}
}

// addressOf reads an address that somebody typed. SES takes ASCII only. Its domain is written in small letters.
func addressOf(typed string) (string, error) {
	address, is := chat.MailAddress(strings.TrimSpace(typed))
	if !is || strings.ContainsFunc(address, func(r rune) bool { return r > '~' }) {
		return "", chat.WrongField("address", "bad_email", "This is no e-mail address: "+truncate.Text(typed, 100))
	}
	user, domain, _ := strings.Cut(address, "@")
	return user + "@" + strings.ToLower(domain), nil
}

// Shown is an address as far as its visitor is shown it: enough to know their own.
func Shown(address string) string {
	user, domain, _ := strings.Cut(address, "@")
	return user[:min(1, len(user))] + "…@" + domain
}
