package main

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/rivo/uniseg"
)

// outgoing is what the business sends, as far as Meta judges it.
type outgoing struct {
	Product   string `json:"messaging_product"`
	To        string
	Recipient string
	Type      string
	Carried   string `json:"biz_opaque_callback_data"`
	Status    string
	MessageID string                 `json:"message_id"`
	Typing    *struct{ Type string } `json:"typing_indicator"`
	Context   *struct {
		ID string `json:"message_id"`
	}
	Text                                   *struct{ Body string }
	Image, Audio, Video, Document, Sticker *struct{ ID, Link, Caption, Filename string }
	Location                               *struct{ Latitude, Longitude *float64 }
	Contacts                               []contact
	Reaction                               *struct {
		Message string `json:"message_id"`
		Emoji   *string
	}
	Interactive *interactive
	Template    *struct {
		Name       string
		Language   struct{ Code string }
		Components []component
	}
}

// component is what was filled in in one part of a template.
type component struct {
	Type       string
	Parameters []object
}

type contact struct {
	Name struct {
		Formatted string `json:"formatted_name"`
	}
}

type interactive struct {
	Type   string
	Header *struct {
		Type, Text string
		Image      *struct{ Link string }
	}
	Body   struct{ Text string }
	Action struct {
		Name     string
		Button   string
		Buttons  []struct{ Reply struct{ ID, Title string } }
		Sections []struct {
			Title string
			Rows  []struct{ ID, Title, Description string }
		}
		Parameters struct {
			Display string `json:"display_text"`
			URL     string
			Version string `json:"flow_message_version"`
			Flow    string `json:"flow_id"`
			CTA     string `json:"flow_cta"`
			Token   string `json:"flow_token"`
			Action  string `json:"flow_action"`
		}
	}
}

// to is who gets it: digits of a phone, or a BSUID.
func (m outgoing) to() string {
	if m.To != "" {
		return strings.TrimPrefix(m.To, "+")
	}
	return m.Recipient
}

const (
	burst     = 45              // messages that one recipient gets at once …
	pairEvery = 6 * time.Second // … and then one so often
)

// judge refuses what Meta refuses: its code and why; 0 for what it takes. The caller holds
// the lock.
func (m *meta) judge(msg outgoing, to string) (int, string) {
	c := m.customer(to)
	now := time.Now()
	for len(c.burst) > 0 && now.Sub(c.burst[0]) > burst*pairEvery {
		c.burst = c.burst[1:]
	}
	if len(c.burst) >= burst {
		return 131056, "(Business Account, Consumer Account) pair rate limit hit"
	}
	if msg.Type != "template" && !c.said.IsZero() && now.Sub(c.said) > 24*time.Hour {
		return 131047, "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
	}
	if code, why := m.content(msg, c); code != 0 {
		return code, why
	}
	c.burst = append(c.burst, now)
	return 0, ""
}

func short(s string, most int) bool { return s != "" && utf8.RuneCountInString(s) <= most }

// shows tells whether people see something of a text that is no longer than allowed.
func shows(s string, most int) bool { return !chat.Blank(s) && short(s, most) }

// content judges the part that the type names.
func (m *meta) content(msg outgoing, c *customer) (int, string) {
	invalid := func(what string) (int, string) { return 131009, "Parameter value is not valid: " + what }
	for kind, part := range map[string]*struct{ ID, Link, Caption, Filename string }{"image": msg.Image, "audio": msg.Audio, "video": msg.Video, "document": msg.Document, "sticker": msg.Sticker} {
		if msg.Type != kind {
			continue
		}
		if part == nil || (part.ID == "") == (part.Link == "") {
			return 131008, "Required parameter is missing: one of id and link"
		}
		if _, kept := m.files[part.ID]; part.ID != "" && !kept {
			return 131053, "Media upload error: no such media"
		}
		if utf8.RuneCountInString(part.Caption) > 1024 || (part.Caption != "" && (kind == "audio" || kind == "sticker")) {
			return invalid("caption")
		}
		return 0, ""
	}
	switch msg.Type {
	case "text":
		if msg.Text == nil || !shows(msg.Text.Body, 4096) {
			return 100, "Param text['body'] must be at most 4096 characters long"
		}
	case "location":
		if l := msg.Location; l == nil || l.Latitude == nil || l.Longitude == nil {
			return 131008, "Required parameter is missing: latitude and longitude"
		}
	case "contacts":
		if len(msg.Contacts) == 0 || len(msg.Contacts) > 257 || slices.ContainsFunc(msg.Contacts, nameless) {
			return invalid("contacts")
		}
	case "reaction":
		if msg.Reaction == nil || msg.Reaction.Message == "" || msg.Reaction.Emoji == nil {
			return 131008, "Required parameter is missing: reaction"
		}
		if e := *msg.Reaction.Emoji; e != "" && uniseg.GraphemeClusterCount(e) != 1 {
			return invalid("reaction.emoji")
		}
	case "interactive":
		if msg.Interactive == nil || !msg.Interactive.valid() {
			return invalid("interactive")
		}
	case "template":
		return m.judgeTemplate(msg, c)
	default:
		return 131051, "Unsupported message type"
	}
	return 0, ""
}

func nameless(c contact) bool { return !shows(c.Name.Formatted, 1000) }

// isLink tells whether a phone can open an address.
func isLink(address string) bool {
	link, err := url.Parse(address)
	return err == nil && (link.Scheme == "https" || link.Scheme == "http") && link.Hostname() != "" && len(address) <= 2000
}

// valid judges what can be tapped by Meta's limits.
func (i *interactive) valid() bool {
	a := i.Action
	if i.Header != nil && i.Type != "button" {
		return false // of the others we send none
	}
	switch i.Type {
	case "button":
		seen := map[string]bool{}
		ok := len(a.Buttons) >= 1 && len(a.Buttons) <= 3 && shows(i.Body.Text, 1024)
		if h := i.Header; h != nil {
			ok = ok && (h.Type == "text" && short(h.Text, 60) || h.Type == "image" && h.Image != nil && strings.HasPrefix(h.Image.Link, "http"))
		}
		for _, b := range a.Buttons {
			ok = ok && shows(b.Reply.Title, 20) && shows(b.Reply.ID, 256) && !seen["title "+b.Reply.Title] && !seen["id "+b.Reply.ID]
			seen["title "+b.Reply.Title], seen["id "+b.Reply.ID] = true, true
		}
		return ok
	case "list":
		rows, seen := 0, map[string]bool{}
		ok := len(a.Sections) >= 1 && len(a.Sections) <= 10 && shows(i.Body.Text, 4096) && shows(a.Button, 20)
		for _, s := range a.Sections {
			ok = ok && utf8.RuneCountInString(s.Title) <= 24
			for _, row := range s.Rows {
				rows++
				ok = ok && shows(row.Title, 24) && shows(row.ID, 200) && !seen[row.ID] && utf8.RuneCountInString(row.Description) <= 72
				seen[row.ID] = true
			}
		}
		return ok && rows >= 1 && rows <= 10
	case "cta_url":
		return a.Name == "cta_url" && shows(a.Parameters.Display, 20) && isLink(a.Parameters.URL) && shows(i.Body.Text, 1024)
	case "flow":
		p := a.Parameters
		return a.Name == "flow" && p.Version == "3" && p.Flow != "" && short(p.CTA, 30) && p.Token != "" && p.Action == "data_exchange" && shows(i.Body.Text, 1024)
	case "location_request_message":
		return a.Name == "send_location" && shows(i.Body.Text, 1024)
	case "request_contact_info":
		return a.Name == "request_contact_info" && shows(i.Body.Text, 1024)
	}
	return false
}
