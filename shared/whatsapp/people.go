package whatsapp

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

type contact struct {
	Profile struct {
		Name     string `json:"name"`
		Username string `json:"username"`
	} `json:"profile"`
	WaID    id     `json:"wa_id"`
	BSUID   string `json:"user_id"`
	Parent  string `json:"parent_user_id"`
	KeyHash string `json:"identity_key_hash"`
}

func readContacts(all []json.RawMessage) []contact {
	var known []contact
	for _, raw := range all {
		var c contact
		read(raw, &c)
		known = append(known, c)
	}
	return known
}

// of finds the contact of a message: the list is not parallel to the messages.
func (m *message) of(known []contact) (contact, bool) {
	for _, c := range known {
		if (c.WaID != "" && c.WaID == m.From) || (c.BSUID != "" && c.BSUID == m.BSUID) ||
			(c.Parent != "" && c.Parent == m.Parent) {
			return c, true
		}
	}
	return contact{}, false
}

// from joins the sender's data in the message and in the list of contacts.
func (m *message) from(known []contact) chat.Contact {
	from := chat.Contact{WaID: string(m.From), BSUID: m.BSUID, Parent: m.Parent}
	c, ok := m.of(known)
	if !ok {
		return from
	}
	from.Name, from.User = c.Profile.Name, c.Profile.Username
	from.WaID = cmp.Or(from.WaID, string(c.WaID))
	from.BSUID = cmp.Or(from.BSUID, c.BSUID)
	from.Parent = cmp.Or(from.Parent, c.Parent)
	return from
}

// nobody tells whether a message names no person. A change of user id may name the person only in
// its system part.
func (m *message) nobody() bool {
	named := string(m.From) + m.BSUID + m.Parent
	if m.System != nil {
		named += m.System.WasBSUID + m.System.WasParent
	}
	return named == ""
}

// rename reads a system message about a person's new identity.
func (m *message) rename(from chat.Contact, origin chat.Origin) (Rename, bool) {
	s := m.System
	r := Rename{
		Was: from, Is: chat.Contact{WaID: string(s.WaID), BSUID: s.BSUID, Parent: s.Parent, Name: from.Name}, Origin: origin,
	}
	r.Was.BSUID, r.Was.Parent = cmp.Or(s.WasBSUID, r.Was.BSUID), cmp.Or(s.WasParent, r.Was.Parent)
	switch {
	case s.Type == "user_changed_user_id":
		r.Event = chat.IdentityChanged
	case s.WaID != "" || s.NewWaID != "":
		r.Event = chat.NumberChanged
		if r.Is.WaID == "" {
			r.Is.WaID = string(s.NewWaID) // its name before 2023
		}
	}
	return r, r.Event != "" && (r.Is.WaID != "" || r.Is.BSUID != "" || r.Is.Parent != "")
}

// renamed reads the webhook field that reports the same without a message.
func (c *Change) renamed(raw json.RawMessage, at time.Time) {
	var u struct {
		WaID   id      `json:"wa_id"`
		User   swapped `json:"user_id"`
		Parent swapped `json:"parent_user_id"`
		At     stamp   `json:"timestamp"`
	}
	if read(raw, &u); u.User.Current == "" || (u.User.Previous == "" && u.WaID == "") {
		c.news(raw, "user id", at)
		return
	}
	sent := time.Time(u.At)
	if sent.IsZero() {
		sent = at
	}
	if sent.IsZero() {
		sent = time.Now().UTC().Truncate(24 * time.Hour)
	}
	c.Renames = append(c.Renames, Rename{
		Was:    chat.Contact{WaID: string(u.WaID), BSUID: u.User.Previous, Parent: u.Parent.Previous},
		Is:     chat.Contact{BSUID: u.User.Current, Parent: u.Parent.Current},
		Event:  chat.IdentityChanged,
		Origin: chat.Origin{Wamid: "user_id_update:" + u.User.Previous + ":" + u.User.Current, Sent: sent},
	})
}

type swapped struct{ Previous, Current string }

func readPreference(raw json.RawMessage) (Preference, bool) {
	var p struct {
		WaID     id     `json:"wa_id"`
		BSUID    string `json:"user_id"`
		Parent   string `json:"parent_user_id"`
		Category string `json:"category"`
		Value    string `json:"value"`
		At       stamp  `json:"timestamp"`
	}
	read(raw, &p)
	ok := p.Category == "marketing_messages" && (p.Value == "stop" || p.Value == "resume") &&
		(p.WaID != "" || p.BSUID != "" || p.Parent != "") && !time.Time(p.At).IsZero()
	return Preference{
		chat.Contact{WaID: string(p.WaID), BSUID: p.BSUID, Parent: p.Parent},
		chat.MarketingConsent{Stopped: p.Value == "stop", At: time.Time(p.At)},
	}, ok
}

// sendable are Meta's events after which a template can be sent.
var sendable = map[string]bool{"APPROVED": true, "REINSTATED": true, "FLAGGED": true}

// template reads a change of a template.
func (c *Change) template(raw json.RawMessage) {
	var t struct {
		Name     string `json:"message_template_name"`
		Language string `json:"message_template_language"`
		Event    string `json:"event"`
		Reason   string `json:"reason"`
		Category string `json:"new_category"`
	}
	if read(raw, &t); t.Name == "" {
		return
	}
	news := chat.TemplateNews{Name: t.Name, Language: t.Language, Category: strings.ToLower(t.Category)}
	if c.Field == "message_template_status_update" {
		if news.Status = strings.ToLower(t.Event); sendable[t.Event] {
			news.Status = chat.Approved
		}
		if t.Reason != "NONE" {
			news.Reason = t.Reason
		}
	}
	if c.Field != "message_template_quality_update" { // an event that changes nothing for us
		c.Templates = append(c.Templates, news)
	}
}

// The fields in which Meta sends people's ids.
var (
	phoneNames = map[string]bool{
		"wa_id": true, "from": true, "to": true, "recipient_id": true, "recipient_participant_id": true, "user": true,
		"phone_number": true,
	}
	bsuidNames = map[string]bool{
		"user_id": true, "from_user_id": true, "to_user_id": true, "recipient_user_id": true,
		"recipient_participant_user_id": true,
		"parent_user_id":                true, "from_parent_user_id": true, "recipient_parent_user_id": true,
		"to_parent_user_id": true,
		"previous":          true, "current": true, "previous_user_id": true, "previous_parent_user_id": true,
	}
)

// skim searches JSON of unknown shape for the people that it is about, and for its time.
func skim(raw json.RawMessage) (about []chat.Contact, at time.Time) {
	var tree any
	if json.Unmarshal(raw, &tree) != nil {
		return nil, at
	}
	seen := map[chat.Contact]bool{}
	var walk func(name string, node any)
	walk = func(name string, node any) {
		switch node := node.(type) {
		case map[string]any:
			for name, child := range node {
				walk(name, child)
			}
		case []any:
			for _, child := range node {
				walk(name, child)
			}
		case string:
			who := chat.Contact{}
			switch {
			case name == "timestamp":
				at = latest(at, json.RawMessage(node))
			case phoneNames[name] && digits(node) != "":
				who.WaID = digits(node)
			case bsuidNames[name] && strings.Contains(node, ".ENT."):
				who.Parent = node
			case bsuidNames[name] && strings.Contains(node, "."):
				who.BSUID = node
			}
			if who != (chat.Contact{}) && !seen[who] && len(about) < maxAbout {
				seen[who] = true
				about = append(about, who)
			}
		case float64:
			if name == "timestamp" {
				text, _ := json.Marshal(int64(node))
				at = latest(at, text)
			}
		}
	}
	walk("", tree)
	return about, at
}

// maxAbout is the largest number of people by which one notification can be found.
const maxAbout = 50

func latest(at time.Time, raw json.RawMessage) time.Time {
	var s stamp
	_ = s.UnmarshalJSON(raw)
	if time.Time(s).After(at) {
		return time.Time(s)
	}
	return at
}

// digits is a phone number in the form of Meta's wa_ids, "" for anything else.
func digits(s string) string {
	s = strings.TrimPrefix(s, "+")
	if len(s) < 5 || len(s) > 20 || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s
}
