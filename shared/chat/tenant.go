package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/privacy"
)

// Edited is part of every row that owners edit. A store refuses to put a row of another version than the stored
// one: of two owners who save at once the second is told.
type Edited struct {
	Version int64 `json:"version,omitempty"` // 0 for a row that is not stored yet
}

// EditedVersion is for stores, which compare it with the stored version.
func (e *Edited) EditedVersion() int64 { return e.Version }

// SetVersion is for stores, which number each write.
func (e *Edited) SetVersion(version int64) { e.Version = version }

// Tenant is a customer. Sealed holds its key (32 bytes under KMS), from which the
// keys of identities, cursors and tokens are derived.
type Tenant struct {
	Edited
	ID     TenantID  `json:"id"`
	Name   string    `json:"name"`
	Sealed []byte    `json:"sealed"`
	Goals  []Goal    `json:"goals"`
	Keep   Retention `json:"keep,omitzero"`
	Zone   string    `json:"zone,omitempty"` // IANA name of the time zone of its days; "" for UTC
	Cases  CaseRules `json:"cases,omitzero"`
	// The zones that it has had, each from a time on; none if it never changed them.
	Zones []ZoneSince `json:"zones,omitempty"`
	// When its team is there; of a bot see Bot.Hours.
	Hours hours.Hours `json:"hours,omitzero"`

	// Mailbox gets the replies to e-mails that are sent for it. Without one none are sent.
	Mailbox string `json:"mailbox,omitempty"`

	ContactsShown bool `json:"contactsShown,omitempty"` // viewers see contact data too

	Assign  AssignRules `json:"assign,omitzero"`
	Targets Targets     `json:"targets,omitzero"`
	Alerts  AlertRules  `json:"alerts,omitzero"`

	Silence Silence `json:"silence,omitzero"`
	Unrated bool    `json:"unrated,omitempty"` // nobody is asked how a closed case was

	Proof      int      `json:"proof,omitempty"`      // how many people prove an entry; 0 for ProofPeople
	ModelCents int      `json:"modelCents,omitempty"` // US cents a day for the models of all bots; 0 for no limit
	FirstWords int      `json:"firstWords,omitempty"` // an agent writes first to so many people a day
	Audience   Audience `json:"audience,omitzero"`
	Office     []string `json:"office,omitempty"` // networks of its offices: visits from there are its own

	NoPersons bool `json:"noPersons,omitempty"` // nobody reads figures by person

	Labels     []Label `json:"labels,omitempty"`
	LabelsMade int     `json:"labelsMade,omitempty"` // how many there were ever
	Groups     []Group `json:"groups,omitempty"`     // in the order in which they are asked
	GroupsMade int     `json:"groupsMade,omitempty"`

	Channels []Channel `json:"channels,omitempty"` // that are told of customers who wait
	Push     PushKeys  `json:"push,omitzero"`      // with which it sends to browsers

	Suspended time.Time `json:"suspended,omitzero"` // since when the operator refuses it
}

// How many people an entry has to help before its question counts as proved, unless a team says otherwise; and at most.
const (
	ProofPeople    = 3
	MaxProofPeople = 100
)

// ZoneSince is a time zone that holds from a time on.
type ZoneSince struct {
	Zone string    `json:"zone"`
	From time.Time `json:"from,omitzero"`
}

// BotKind is the way in which a bot finds its answers.
type BotKind string

const (
	ScriptBot  BotKind = "script"  // fast: answers inside the call that stored the question
	WebhookBot BotKind = "webhook" // slow: a customer's own bot, asked from a queue
)

// Bot is one bot of a tenant.
type Bot struct {
	Edited
	Tenant   TenantID `json:"tenant"`
	ID       BotID    `json:"id"`
	Name     string   `json:"name"`
	Kind     BotKind  `json:"kind"`
	Script   int      `json:"script,omitempty"`   // version of the script in force
	Endpoint string   `json:"endpoint,omitempty"` // https address of a webhook bot
	Sealed   []byte   `json:"sealed,omitempty"`   // the secret its calls are signed with
	Paused   bool     `json:"paused,omitempty"`

	Hours *hours.Hours `json:"hours,omitempty"` // when people answer for it; nil for the team's hours
	Model *BotModel    `json:"model,omitempty"` // that it asks; nil for none

	// Hold has unsure answers wait for a person on deck; "" does not. It says what becomes of one that nobody touches.
	Hold Hold `json:"hold,omitempty"`
}

// Hold is what becomes of an unsure answer that waited for a person, and of which nobody took care.
type Hold string

// The ends of a hold.
const (
	HoldSends    Hold = "send"      // it goes out
	HoldHandOver Hold = "hand_over" // the team gets the talk
)

// Fast tells whether the bot answers in milliseconds.
func (b *Bot) Fast() bool { return b.Kind == ScriptBot }

// Script is a version of a scripted bot's script; package bot reads it.
type Script struct {
	Tenant  TenantID        `json:"tenant"`
	Bot     BotID           `json:"bot"`
	Version int             `json:"version"`
	At      time.Time       `json:"at"`
	By      string          `json:"by,omitempty"`
	Note    string          `json:"note,omitempty"` // the change, in its author's words
	Text    json.RawMessage `json:"text"`
}

// Written is a script as a person wrote it, in the form in which it is kept: as a text, so
// that its lines stay as they are.
func Written(text string) json.RawMessage {
	raw, _ := json.Marshal(text) // a text always encodes
	return raw
}

// Site is a website on which a bot's widget may run, found by its public key.
type Site struct {
	Edited
	Key     string   `json:"key"`
	Tenant  TenantID `json:"tenant"`
	Bot     BotID    `json:"bot"`
	Name    string   `json:"name"`
	Origins []string `json:"origins"` // https://shop.example, or https://*.example.com
	Consent bool     `json:"consent"` // full mode needs the visitor's consent
	Paused  bool     `json:"paused,omitempty"`
	Look    Look     `json:"look,omitzero"`

	// Suspended is the tenant's state as the visitors' door knows it: so a connect reads no second row.
	Suspended bool `json:"suspended,omitempty"`

	Until time.Time `json:"until,omitzero"` // a key that was rotated works until then
	Next  string    `json:"next,omitempty"` // and this one took its place

	Login *SiteLogin `json:"login,omitempty"` // with what its server signs who is signed in; nil for no such logins
	Push  *SitePush  `json:"push,omitempty"`  // nil if nobody is notified
}

// Look is the look of a site's widget. An empty field has a default in the widget.
type Look struct {
	Title    string `json:"title,omitempty"`
	Subtitle string `json:"subtitle,omitempty"`
	Accent   string `json:"accent,omitempty"` // #rrggbb
	Side     string `json:"side,omitempty"`   // right, left
	Scheme   string `json:"scheme,omitempty"` // auto, light, dark
	Locale   string `json:"locale,omitempty"`
	Privacy  string `json:"privacy,omitempty"` // address of the site's own policy
	// Where the site asks for consent: the words of the widget's card, and whether the page asks by itself.
	ConsentText string `json:"consentText,omitempty"`
	OwnBanner   bool   `json:"ownBanner,omitempty"`
	// Parameters by which the site names its pages, beside the usual ones.
	Pages []string `json:"pages,omitempty"`
}

// SiteFile is the file about its site that a widget reads first.
type SiteFile struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Origins []string `json:"origins"`
	Consent bool     `json:"consent"`
	Paused  bool     `json:"paused,omitempty"`
	Look    Look     `json:"look"`

	Push *SitePush `json:"push,omitempty"`
}

// File is the public part of the site.
func (s *Site) File() SiteFile {
	look := s.Look
	look.Pages = privacy.PageNames(look.Pages)
	return SiteFile{
		Key: s.Key, Name: s.Name, Origins: s.Origins, Consent: s.Consent, Paused: s.Paused || s.Suspended, Look: look,
		Push: s.Push,
	}
}

// Allows tells whether a page of this origin may open a socket. The comparison
// is exact, port included; a wildcard stands for whole labels under its domain.
func (s *Site) Allows(origin string) bool {
	return slices.ContainsFunc(s.Origins, func(allowed string) bool {
		scheme, domain, wild := strings.Cut(allowed, "*.")
		if !wild {
			return origin == allowed
		}
		host, ok := strings.CutPrefix(origin, scheme)
		label, found := strings.CutSuffix(host, "."+domain)
		return ok && found && label != "" && !strings.ContainsAny(label, "/:@?#\\")
	})
}

// Agent is a signed-in member of a tenant's team. It comes from a verified token.
type Agent struct {
	Tenant  TenantID `json:"tenant"`
	ID      AgentID  `json:"id"`
	Name    string   `json:"name"`
	Role    Role     `json:"role"`
	Network string   `json:"-"` // where the call came from, cut as a visitor's address is: for the audit

	// OnDeck is of the agent of a socket: they look at the deck there, or want to be alerted wherever they are.
	OnDeck bool `json:"deck,omitempty"`
}

// Role is the rights of an agent; each includes the ones below it.
type Role string

const (
	RoleOwner  Role = "owner"
	RoleLead   Role = "lead"
	RoleAgent  Role = "agent"
	RoleViewer Role = "viewer"
)

// RoleServer is a tenant's own server, which proves itself with an API key. It is above no role and below none.
const RoleServer Role = "server"

// RoleGuest is somebody who signed in and is in no team yet. Everybody may do the same as a guest.
const RoleGuest Role = "guest"

// Roles from most to least.
var Roles = []Role{RoleOwner, RoleLead, RoleAgent, RoleViewer}

// Includes tells whether the role has the rights of the other.
func (r Role) Includes(other Role) bool {
	if r == RoleServer || r == RoleGuest {
		return other == r
	}
	mine, theirs := slices.Index(Roles, r), slices.Index(Roles, other)
	return mine >= 0 && (other == RoleGuest || theirs >= 0 && mine <= theirs)
}
