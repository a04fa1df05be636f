package whatsapp

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// MaxBody is the size of the largest webhook Meta sends.
const MaxBody = 3 << 20

// Change is one change of a webhook: what happened to one of our numbers.
type Change struct {
	Field    string
	Number   string // phone number id; "" for changes of a whole account
	Messages []Inbound
	Statuses []Status
}

// Inbound is a message that somebody wrote.
type Inbound struct {
	From   chat.Contact
	Body   chat.Body
	Origin chat.Origin
}

// Status is what became of a message that we sent.
type Status struct {
	Wamid    string
	Carried  string // what our send carried
	About    chat.Contact
	Delivery chat.Delivery
}

// errNotOurs says that a body is not a webhook of a WhatsApp account.
var errNotOurs = errors.New("whatsapp: not a webhook of a WhatsApp account")

type envelope struct {
	Object string `json:"object"`
	Entry  []struct {
		Changes []struct {
			Field string          `json:"field"`
			Value json.RawMessage `json:"value"`
		} `json:"changes"`
	} `json:"entry"`
}

type value struct {
	Metadata struct {
		PhoneNumberID string `json:"phone_number_id"`
	} `json:"metadata"`
	Contacts []contact         `json:"contacts"`
	Messages []json.RawMessage `json:"messages"`
	Statuses []json.RawMessage `json:"statuses"`
}

type contact struct {
	Profile struct {
		Name string `json:"name"`
	} `json:"profile"`
	WaID   string `json:"wa_id"`
	BSUID  string `json:"user_id"`
	Parent string `json:"parent_user_id"`
}

type message struct {
	From      string `json:"from"`
	BSUID     string `json:"from_user_id"`
	Parent    string `json:"from_parent_user_id"`
	ID        string `json:"id"`
	Timestamp stamp  `json:"timestamp"`
	Type      string `json:"type"`
	GroupID   string `json:"group_id"`
	Text      *struct {
		Body string `json:"body"`
	} `json:"text"`
	Interactive *struct {
		Type   string `json:"type"`
		Button *tap   `json:"button_reply"`
		List   *tap   `json:"list_reply"`
	} `json:"interactive"`
	Button *struct {
		Payload string `json:"payload"`
		Text    string `json:"text"`
	} `json:"button"`
	Location *chat.Location `json:"location"`
	Context  *struct {
		ID string `json:"id"`
	} `json:"context"`
}

type tap struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type status struct {
	ID        string `json:"id"`
	Status    string `json:"status"`
	Timestamp stamp  `json:"timestamp"`
	Carried   string `json:"biz_opaque_callback_data"`
	To        string `json:"recipient_id"`
	BSUID     string `json:"recipient_user_id"`
	Parent    string `json:"recipient_parent_user_id"`
	Pricing   *struct {
		Type     string `json:"type"`
		Category string `json:"category"`
	} `json:"pricing"`
	Errors []struct {
		Code int `json:"code"`
	} `json:"errors"`
}

// stamp is Unix seconds, which Meta writes as text or as a number.
type stamp time.Time

func (s *stamp) UnmarshalJSON(raw []byte) error {
	seconds, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if err == nil && seconds > 0 && seconds < 1<<35 {
		*s = stamp(time.Unix(seconds, 0).UTC())
	}
	return nil
}

// Parse reads a webhook's body. A part that cannot be read is left out: it must not
// cost its neighbours. An error means that nothing of it is a webhook of ours.
func Parse(body []byte) ([]Change, error) {
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		return nil, errNotOurs
	}
	if e.Object != "whatsapp_business_account" {
		return nil, errNotOurs
	}
	var changes []Change
	for _, entry := range e.Entry {
		for _, c := range entry.Changes {
			var v value
			if json.Unmarshal(c.Value, &v) != nil {
				continue
			}
			changes = append(changes, v.change(c.Field))
		}
	}
	return changes, nil
}

func (v *value) change(field string) Change {
	c := Change{Field: field, Number: v.Metadata.PhoneNumberID}
	for _, raw := range v.Messages {
		if in, ok := v.inbound(raw); ok {
			c.Messages = append(c.Messages, in)
		}
	}
	for _, raw := range v.Statuses {
		if s, ok := readStatus(raw); ok {
			c.Statuses = append(c.Statuses, s)
		}
	}
	return c
}

func (v *value) inbound(raw json.RawMessage) (Inbound, bool) {
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		// What has an unknown shape still has an id and a sender.
		var known struct {
			From, ID, Type string
			BSUID          string `json:"from_user_id"`
			Timestamp      stamp
		}
		if json.Unmarshal(raw, &known) != nil {
			return Inbound{}, false
		}
		m = message{From: known.From, ID: known.ID, Type: known.Type, BSUID: known.BSUID, Timestamp: known.Timestamp}
	}
	if m.ID == "" || (m.From == "" && m.BSUID == "") || m.GroupID != "" {
		return Inbound{}, false
	}
	return v.read(m, raw), true
}

func (v *value) read(m message, raw json.RawMessage) Inbound {
	in := Inbound{From: v.contact(m), Origin: chat.Origin{Wamid: m.ID, Sent: time.Time(m.Timestamp)}}
	if in.Origin.Sent.IsZero() {
		in.Origin.Sent = time.Unix(0, 0).UTC()
	}
	if m.Context != nil {
		in.Origin.ReplyTo = m.Context.ID
	}
	in.Body = body(m)
	if in.Body.Kind == chat.KindUnsupported && len(raw) <= chat.MaxBody {
		in.Origin.Raw = raw
	}
	return in
}

// contact joins what the message and the list of contacts say about its sender. The
// list is not parallel to the messages.
func (v *value) contact(m message) chat.Contact {
	c := chat.Contact{WaID: m.From, BSUID: m.BSUID, Parent: m.Parent}
	for _, known := range v.Contacts {
		if (known.WaID != "" && known.WaID == m.From) || (known.BSUID != "" && known.BSUID == m.BSUID) {
			c.Name = known.Profile.Name
			if c.WaID == "" {
				c.WaID = known.WaID
			}
			if c.BSUID == "" {
				c.BSUID = known.BSUID
			}
			if c.Parent == "" {
				c.Parent = known.Parent
			}
		}
	}
	return c
}

// body is what the message says: words, a tap on something we offered, or something
// that is kept raw and shown as what it is.
func body(m message) chat.Body {
	offered := ""
	if m.Context != nil {
		offered = m.Context.ID
	}
	click := func(t *tap) chat.Body {
		return chat.Body{Kind: chat.KindClick, Text: t.Title, Click: &chat.Click{Message: chat.MessageID(offered), Option: t.ID, Title: t.Title}}
	}
	switch {
	case m.Type == "text" && m.Text != nil && strings.TrimSpace(m.Text.Body) != "":
		return chat.Text(m.Text.Body)
	case m.Type == "interactive" && m.Interactive != nil && m.Interactive.Button != nil:
		return click(m.Interactive.Button)
	case m.Type == "interactive" && m.Interactive != nil && m.Interactive.List != nil:
		return click(m.Interactive.List)
	case m.Type == "button" && m.Button != nil && m.Button.Text != "":
		return chat.Text(m.Button.Text)
	case m.Type == "location" && m.Location != nil:
		return chat.Body{Kind: chat.KindLocation, Location: m.Location}
	}
	kind := m.Type
	if kind == "" {
		kind = "unknown"
	}
	return chat.Body{Kind: chat.KindUnsupported, Type: kind}
}

func readStatus(raw json.RawMessage) (Status, bool) {
	var s status
	if json.Unmarshal(raw, &s) != nil || s.ID == "" {
		return Status{}, false
	}
	d := chat.Delivery{Status: chat.Status(s.Status), At: time.Time(s.Timestamp)}
	if !d.Status.Known() {
		return Status{}, false
	}
	if s.Pricing != nil {
		d.Category, d.Price = s.Pricing.Category, s.Pricing.Type
	}
	if len(s.Errors) > 0 {
		d.Code, d.Reason = s.Errors[0].Code, advice(s.Errors[0].Code).text
	}
	return Status{Wamid: s.ID, Carried: s.Carried, About: chat.Contact{WaID: s.To, BSUID: s.BSUID, Parent: s.Parent}, Delivery: d}, true
}
