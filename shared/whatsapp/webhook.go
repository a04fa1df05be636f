package whatsapp

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/onejson"
)

// MaxBody is the size of the largest webhook that Meta sends.
const MaxBody = 3 << 20

// Change is one change of a webhook, about one of our numbers or accounts.
type Change struct {
	WABA, Field   string
	Number        string // phone number id; "" for changes of a whole account
	Messages      []Inbound
	Echoes        []Inbound // messages from the Business app; From is the recipient
	Renames       []Rename
	Statuses      []Status
	Paid          []Paid
	Preferences   []Preference
	Templates     []chat.TemplateNews
	Notifications []Notification // notifications that are kept as received
}

// Inbound is a message from a customer.
type Inbound struct {
	From   chat.Contact
	Body   chat.Body
	Origin chat.Origin
}

// Rename is a customer's change of ids.
type Rename struct {
	Was, Is chat.Contact
	Event   chat.EventName
	Origin  chat.Origin
}

// Preference is a customer's choice about marketing messages.
type Preference struct {
	Who chat.Contact
	chat.MarketingConsent
}

// Status is the delivery status of a message that we sent.
type Status struct {
	Wamid    string
	Carried  string // the callback data of our send
	About    chat.Contact
	Delivery chat.Delivery
}

// Notification is one that is kept as received, and the people that it is about.
type Notification struct {
	chat.Notification
	About []chat.Contact
}

// errNotOurs says that a body is not a webhook of a WhatsApp account.
var errNotOurs = errors.New("whatsapp: not a webhook of a WhatsApp account")

type envelope struct {
	Object string            `json:"object"`
	Entry  []json.RawMessage `json:"entry"`
}

type entry struct {
	ID      id                `json:"id"`
	Time    stamp             `json:"time"`
	Changes []json.RawMessage `json:"changes"`
}

type entryChange struct {
	Field string          `json:"field"`
	Value json.RawMessage `json:"value"`
}

type changeValue struct {
	Metadata struct {
		PhoneNumberID id `json:"phone_number_id"`
	} `json:"metadata"`
	Contacts    []json.RawMessage `json:"contacts"`
	Messages    []json.RawMessage `json:"messages"`
	Echoes      []json.RawMessage `json:"message_echoes"`
	Statuses    []json.RawMessage `json:"statuses"`
	Preferences []json.RawMessage `json:"user_preferences"`
	Renames     []json.RawMessage `json:"user_id_update"`
	Errors      json.RawMessage   `json:"errors"`
}

// id is an id of Meta's, which may be text or a number.
type id string

func (i *id) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) != nil && !nested(raw) { // null leaves it empty
		text = string(raw)
	}
	*i = id(text)
	return nil
}

// stamp is a time in Unix seconds, which Meta writes as text or as a number.
type stamp time.Time

func (s *stamp) UnmarshalJSON(raw []byte) error {
	seconds, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if seconds >= 1<<35 {
		seconds /= 1000 // some are in milliseconds
	}
	if err == nil && seconds > 0 && seconds < 1<<35 {
		*s = stamp(time.Unix(seconds, 0).UTC())
	}
	return nil
}

// Parse reads a webhook's body. An unreadable part is kept as a notification: it must not affect the
// others. An error means that the body is not a webhook of ours at all.
func Parse(body []byte) ([]Change, error) {
	var e envelope
	if onejson.CheckFolded(body) != nil { // Meta would retry a refused webhook for a week
		body = onejson.Single(body)
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return nil, errNotOurs
	}
	if e.Object != "whatsapp_business_account" {
		return nil, errNotOurs
	}
	var changes []Change
	for _, raw := range e.Entry {
		changes = append(changes, readEntry(raw)...)
	}
	return changes, nil
}

// readEntry reads the changes of an entry. Of one that has another shape than ours, all is kept as received: the other
// updates of a large delivery must not wait for a release that knows it.
func readEntry(raw json.RawMessage) []Change {
	var e entry
	if json.Unmarshal(raw, &e) != nil {
		change := Change{WABA: string(e.ID)}
		change.news(raw, "unreadable", time.Time(e.Time))
		return []Change{change}
	}
	var changes []Change
	for _, raw := range e.Changes {
		var c entryChange
		err := json.Unmarshal(raw, &c)
		change := Change{WABA: string(e.ID), Field: c.Field}
		if err != nil {
			change.news(raw, "unreadable", time.Time(e.Time))
		} else {
			change.read(c.Value, time.Time(e.Time))
		}
		changes = append(changes, change)
	}
	return changes
}

// taken are the fields that are parsed. All others are kept as received: they are of other kinds, or
// about the past, such as history, which nobody may answer.
var taken = map[string]bool{
	"messages": true, "smb_message_echoes": true, "user_preferences": true, "user_id_update": true,
}

// read parses the known parts, and keeps the rest as notifications.
func (c *Change) read(raw json.RawMessage, at time.Time) {
	var v changeValue
	whole := json.Unmarshal(raw, &v) == nil // fields of another type are left out, the others are read
	c.Number = string(v.Metadata.PhoneNumberID)
	if !taken[c.Field] {
		if strings.HasPrefix(c.Field, "message_template_") || c.Field == "template_category_update" {
			c.template(raw)
		}
		c.news(raw, "", at)
		return
	}
	if !whole {
		c.news(raw, "unreadable", at)
	}
	c.said(v, at)
	for _, s := range v.Statuses {
		if status, ok := readStatus(s); ok {
			c.Statuses = append(c.Statuses, status)
			continue
		}
		if paid, ok := readPaid(s); ok {
			c.Paid = append(c.Paid, paid)
		}
		c.news(s, "status", at)
	}
	for _, p := range v.Preferences {
		if preference, ok := readPreference(p); ok {
			c.Preferences = append(c.Preferences, preference)
		} else {
			c.news(p, "preference", at)
		}
	}
	for _, r := range v.Renames {
		c.renamed(r, at)
	}
	if len(v.Errors) > 0 && string(v.Errors) != "null" {
		c.news(v.Errors, "errors", at)
	}
}

// said reads the messages from customers and from the Business app.
func (c *Change) said(v changeValue, at time.Time) {
	known := readContacts(v.Contacts)
	for _, m := range v.Messages {
		c.message(m, known, at)
	}
	for _, m := range v.Echoes {
		c.echo(m, known, at)
	}
}

// message sorts one of the messages: from a customer, about a customer's change of ids, or about no
// customer. Without a number of ours it cannot be assigned: an account may have several numbers,
// each with its bot.
func (c *Change) message(raw json.RawMessage, known []contact, at time.Time) {
	m, ok := decode(raw)
	if !ok || c.Number == "" || m.ID == "" || m.nobody() {
		c.news(raw, "message", at)
		return
	}
	if m.Past != nil {
		c.news(raw, "history", at)
		return
	}
	if m.GroupID != "" {
		c.news(raw, "group message", at)
		return
	}
	from, origin := m.from(known), m.origin(known)
	if m.System != nil {
		if rename, ok := m.rename(from, origin); ok {
			c.Renames = append(c.Renames, rename)
		} else {
			c.news(raw, "system", at)
		}
		return
	}
	c.Messages = append(c.Messages, c.inbound(Inbound{From: from, Body: m.body(), Origin: origin}, raw, at))
}

// inbound keeps the original of unknown content: with the message, or as a notification if it is too
// large for that.
func (c *Change) inbound(in Inbound, raw json.RawMessage, at time.Time) Inbound {
	if in.Body.Kind == chat.KindEdit && len(in.Body.Text) > chat.MaxEdit/6 { // it may not be shown to its end
		c.news(raw, "long edit", at)
	}
	if in.Body.Kind != chat.KindUnsupported {
		return in
	}
	if kept, err := json.Marshal(raw); err == nil && len(kept) <= chat.MaxBody { // an escaped character takes six bytes
		in.Origin.Raw = raw
	} else {
		c.news(raw, "large message", at)
	}
	return in
}

// echo reads a message that the team wrote in the Business app.
func (c *Change) echo(raw json.RawMessage, known []contact, at time.Time) {
	m, ok := decode(raw)
	if !ok || c.Number == "" || m.ID == "" || (m.To == "" && m.ToBSUID == "" && m.ToParent == "") {
		c.news(raw, "echo", at)
		return
	}
	if m.Past != nil {
		c.news(raw, "history", at)
		return
	}
	to := m
	to.From, to.BSUID, to.Parent = m.To, m.ToBSUID, m.ToParent
	c.Echoes = append(c.Echoes, c.inbound(Inbound{From: to.from(known), Body: m.body(), Origin: m.origin(nil)}, raw, at))
}

// news keeps a notification as received. Its id is a hash, so that a repeat is the same one.
func (c *Change) news(raw json.RawMessage, what string, at time.Time) {
	about, told := skim(raw)
	if at.IsZero() {
		at = told
	}
	if at.IsZero() {
		at = time.Now().UTC().Truncate(24 * time.Hour) // a repeat on the same day is the same notification
	}
	sum := sha256.Sum256([]byte(c.WABA + "\x00" + c.Field + "\x00" + string(raw)))
	n := chat.Notification{
		ID: strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10])), At: at, Field: c.Field, What: what, WABA: c.WABA,
		Number: c.Number, Raw: string(raw),
	}
	c.Notifications = append(c.Notifications, Notification{n, about})
}
