package chat

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/pattern"
	"github.com/botifire/livechat/shared/truncate"
)

// Subject is everything by which a person is known, written down before any of it is deleted.
type Subject struct {
	Visitor       VisitorID        `json:"visitor"`
	Conversations []ConversationID `json:"conversations,omitempty"`
	Visits        []VisitID        `json:"sessions,omitempty"` // as many as were found at first
	Identities    []Identity       `json:"identities,omitempty"`
	Bots          []BotID          `json:"bots,omitempty"`
	At            time.Time        `json:"at"` // messages from before are never taken in again
}

// AliasOf is the name by which the audit knows a visitor. It is made at random when it is first needed, and is
// deleted with the profile.
func (d *Desk) AliasOf(ctx context.Context, key VisitorKey) (string, error) {
	v, err := d.store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		if v.Alias == "" {
			v.Alias = "p_" + strings.ToLower(d.NewID(d.Now())[10:])
		}
		return nil
	})
	return v.Alias, err
}

// VisitorKey finds a visitor of a tenant.
type VisitorKey struct {
	Tenant TenantID
	ID     VisitorID
}

// Visitor is a person as a tenant knows them. Somebody typed the name, e-mail and phone, or a website told them: they
// are claims, never identities.
type Visitor struct {
	Tenant      TenantID         `json:"tenant"`
	ID          VisitorID        `json:"id"`
	FirstSeen   time.Time        `json:"firstSeen"`
	Source      Source           `json:"source"`             // of the first contact
	Place       Place            `json:"place,omitzero"`     // of the first contact, as exact as its mode allows
	CookieID    string           `json:"cookieId,omitempty"` // of the token in a browser: its HMAC, which opens nothing
	Identities  []Identity       `json:"identities,omitempty"`
	Profile     map[string]Fact  `json:"profile,omitempty"` // name, email, phone and attributes
	Blocked     bool             `json:"blocked,omitempty"`
	Own         bool             `json:"own,omitempty"`      // one of the team, says a colleague
	Marketing   MarketingConsent `json:"marketing,omitzero"` // as they told WhatsApp
	Alias       string           `json:"alias,omitempty"`    // the audit's name for them
	LastVisitAt time.Time        `json:"quiet,omitzero"`     // no visit is kept any more; this is when the last one was
	OptIn       *OptIn           `json:"optIn,omitempty"`    // their yes to being written to
	Quiet       *Quiet           `json:"wantsQuiet,omitempty"`
	Login       *Login           `json:"login,omitempty"`    // the user of a website that they are; nil for none known
	Links       []Link           `json:"links,omitempty"`    // to the other visitors who are the same person
	Pairing     Pairing          `json:"pairing,omitzero"`   // the code with which they go on in WhatsApp
	Browsers    []Browser        `json:"browsers,omitempty"` // told of answers while the website is closed
	Notified    *Notified        `json:"notified,omitempty"`
	Leaving     time.Time        `json:"leaving,omitzero"` // since when they are being erased: nobody is linked any more
	Scheme      int              `json:"scheme,omitempty"` // by which their terms are stored
	Version     int64            `json:"-"`
}

// Key is where the visitor lies.
func (v *Visitor) Key() VisitorKey { return VisitorKey{v.Tenant, v.ID} }

// ForAgent is the visitor without the fields that only machines need.
func (v Visitor) ForAgent() Visitor {
	v = v.WithoutSecrets()
	v.Scheme, v.Pairing, v.Leaving, v.Notified = 0, Pairing{}, time.Time{}, nil
	if v.Quiet != nil && !v.Quiet.Lifted.IsZero() {
		v.Quiet = nil
	}
	if v.Login != nil {
		v.Login = &Login{Sub: v.Login.Sub, At: v.Login.At}
	}
	return v
}

// Name is the visitor's name, or "" when nobody said one.
func (v *Visitor) Name() string { return v.Profile["name"].Value }

// Called is the best name for the visitor that is known, or "" when none is.
func (v *Visitor) Called() string {
	for _, field := range []string{"name", "username", "email", "phone"} {
		if value := v.Profile[field].Value; value != "" && value != Masking {
			return value
		}
	}
	return ""
}

const cookiePrefix = "ck_"

// VisitorOfCookie is the id of the visitor that a cookie's id names; "" if a text is none.
func VisitorOfCookie(text string) VisitorID {
	hash, is := strings.CutPrefix(Folded(strings.TrimSpace(text)), cookiePrefix)
	if !is || hash == "" {
		return ""
	}
	return VisitorID("v_" + hash)
}

// Identity is one way to find a visitor again who did not come with a token. Hash is the tenant's HMAC.
type Identity struct {
	Kind IdentityKind `json:"kind"`
	Hash string       `json:"hash"`

	Erased time.Time `json:"-"` // when its previous visitor was erased; see Bearer
}

// IdentityKind is the system that an identity is of. Meta makes a user id for one person and us, and never
// gives it to another; a number may have been somebody else's.
type IdentityKind string

const (
	IdentityUser   IdentityKind = "bsuid"        // Meta's business-scoped user id
	IdentityParent IdentityKind = "parent_bsuid" // the same, for a group of businesses
	IdentityNumber IdentityKind = "wa_id"        // a WhatsApp number
	IdentityDevice IdentityKind = "device"       // the token of browsers that came back by a link
	IdentityLogin  IdentityKind = "user"         // a user of the tenant's own website, as its server signed
)

// Bearer is where an identity leads: to a visitor; or, after an erasure, to nobody, until
// the same person comes anew. Messages from before Erased are dropped.
type Bearer struct {
	Visitor VisitorID `json:"visitor,omitempty"`
	Erased  time.Time `json:"erased,omitzero"`
}

// Fact is a value on a profile and where it came from.
type Fact struct {
	Value    string      `json:"value"`
	Source   ClaimSource `json:"source"`
	At       time.Time   `json:"at"`
	Verified bool        `json:"verified,omitempty"`
	By       string      `json:"by,omitempty"` // name of the person of the team who entered it
}

// Learn puts a claim on the profile. A visitor's word does not overwrite an agent's. Learn tells whether
// anything changed.
func (v *Visitor) Learn(c Claim, at time.Time) bool {
	old, known := v.Profile[c.Field]
	signed := known && old.Source == FromPage && c.Source == FromLogin
	if known && (old.Value == c.Value && !signed || !at.After(old.At)) {
		return false
	}
	if known && old.Source == FromLogin && c.Source == FromPage { // anybody can have a page say anything
		return false
	}
	if Blank(c.Value) { // a name of which nothing shows would hide the e-mail address that is known
		return false
	}
	if !known && len(v.Profile) >= MaxAttributes {
		return false
	}
	if c.Field == vouched && c.Source != FromWhatsApp {
		return false
	}
	if known && old.Source.agents() && !c.Source.agents() {
		return false
	}
	fact := Fact{Value: truncate.Text(c.Value, MaxFieldValue), Source: c.Source, At: at}
	if !fieldName().MatchString(c.Field) || v.profileSize()-sizeOf(c.Field, old)+sizeOf(c.Field, fact) > MaxProfile {
		return false
	}
	if v.Profile == nil {
		v.Profile = map[string]Fact{}
	}
	v.Scheme = termScheme
	fact.Verified = c.Field == vouched
	v.Profile[c.Field] = fact
	return true
}

// fieldName is the form of the names of a profile's fields, from any source.
var fieldName = pattern.Lazy(`^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_ .:/()-]{0,99}$`)

// sizeOf is about how many bytes a field takes where it is stored.
func sizeOf(field string, f Fact) int {
	raw, _ := json.Marshal(map[string]Fact{field: f}) // text and times always encode
	return len(raw)
}

func (v *Visitor) profileSize() int {
	raw, _ := json.Marshal(v.Profile)
	return len(raw)
}

// Fit takes fields off a profile that has grown past its bound, the longest first, so that a team's decision
// about a visitor always finds room.
func (v *Visitor) Fit() {
	for v.profileSize() > MaxProfile {
		longest, size := "", -1
		for field, fact := range v.Profile {
			if n := sizeOf(field, fact); n > size && !slices.Contains(wellKnown, field) || longest == "" {
				longest, size = field, n
			}
		}
		delete(v.Profile, longest)
	}
}

// Note is an agent's note about a visitor.
type Note struct {
	ID   string    `json:"id"`
	By   string    `json:"by"`
	Name string    `json:"name,omitempty"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}
