package whatsapp

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// message is a message as Meta sends it. Each part is read on its own: a part of unknown shape must
// not affect the others.
type message struct {
	From      id              `json:"from"`
	BSUID     string          `json:"from_user_id"`
	Parent    string          `json:"from_parent_user_id"`
	To        id              `json:"to"` // the recipient of an echo
	ToBSUID   string          `json:"to_user_id"`
	ToParent  string          `json:"to_parent_user_id"`
	ID        id              `json:"id"`
	Timestamp stamp           `json:"timestamp"`
	Type      string          `json:"type"`
	GroupID   string          `json:"group_id"`
	Context   json.RawMessage `json:"context"`
	Referral  json.RawMessage `json:"referral"`
	Errors    json.RawMessage `json:"errors"`
	System    *system         `json:"system"`
	Identity  json.RawMessage `json:"identity"`
	Past      json.RawMessage `json:"history_context"` // of a message from before the number was connected
	parts     map[string]json.RawMessage
}

type system struct {
	Type      string `json:"type"`
	WaID      id     `json:"wa_id"`
	NewWaID   id     `json:"new_wa_id"`
	BSUID     string `json:"user_id"`
	Parent    string `json:"parent_user_id"`
	WasBSUID  string `json:"previous_user_id"`
	WasParent string `json:"previous_parent_user_id"`
}

// decode reads a message. A message of unknown shape still has an id and a sender.
func decode(raw json.RawMessage) (message, bool) {
	var m message
	if json.Unmarshal(raw, &m.parts) != nil || m.parts == nil {
		return m, false
	}
	read(raw, &m)
	if m.Type != "system" {
		m.System = nil
	} else if m.System == nil {
		m.System = &system{}
	}
	return m, true
}

// read fills to with the fields of known types. The others are left empty: one field must not affect
// the others.
func read(raw json.RawMessage, to any) { _ = json.Unmarshal(raw, to) }

// part reads the part of the message that its type names. A field of an unexpected type is left
// empty; a part that is neither an object nor a list is ignored.
func (m *message) part(name string, to any) bool {
	raw := m.parts[name]
	if !nested(raw) {
		return false
	}
	read(raw, to)
	return true
}

func (m *message) origin(known []contact) chat.Origin {
	o := chat.Origin{Wamid: string(m.ID), Sent: time.Time(m.Timestamp), Errors: troubles(m.Errors)}
	if o.Sent.IsZero() {
		o.Sent = time.Unix(0, 0).UTC()
	}
	if c, ok := m.of(known); ok {
		o.KeyHash = c.KeyHash
	}
	if o.KeyHash == "" { // its place before 2024
		var identity struct{ Hash string }
		read(m.Identity, &identity)
		o.KeyHash = truncate.Bytes(identity.Hash, 200)
	}
	var context struct {
		ID        string `json:"id"`
		Forwarded bool   `json:"forwarded"`
		Often     bool   `json:"frequently_forwarded"`
		Product   *struct {
			Catalog id `json:"catalog_id"`
			SKU     id `json:"product_retailer_id"`
		} `json:"referred_product"`
	}
	read(m.Context, &context)
	o.ReplyTo = context.ID
	if context.Forwarded {
		o.Forwarded = "once"
	}
	if context.Often {
		o.Forwarded = "often"
	}
	if p := context.Product; p != nil {
		o.Product = &chat.Product{Catalog: string(p.Catalog), SKU: string(p.SKU)}
	}
	o.Referral = referral(m.Referral)
	for _, kind := range []string{"reaction", "edit", "revoke"} { // these are about another message
		var about struct {
			Message  string `json:"message_id"`
			Original string `json:"original_message_id"`
		}
		if m.Type == kind && m.part(kind, &about) {
			o.ReplyTo = about.Message + about.Original
		}
	}
	return o
}

func referral(raw json.RawMessage) *chat.Referral {
	var r struct {
		URL      string `json:"source_url"`
		ID       id     `json:"source_id"`
		Type     string `json:"source_type"`
		Headline string `json:"headline"`
		Body     string `json:"body"`
		Media    string `json:"media_type"`
		Click    string `json:"ctwa_clid"`
		Ref      string `json:"ref"`
		Image    string `json:"image_url"`
		Video    string `json:"video_url"`
		Thumb    string `json:"thumbnail_url"`
		Welcome  struct {
			Text string `json:"text"`
		} `json:"welcome_message"`
	}
	if read(raw, &r); r.URL+string(r.ID)+r.Type+r.Click+r.Ref+r.Headline+r.Body == "" {
		return nil
	}
	cut := func(s string) string { return truncate.Bytes(s, 1000) }
	return &chat.Referral{
		Type: cut(r.Type), ID: cut(string(r.ID)), URL: cut(r.URL), Headline: cut(r.Headline), Text: cut(r.Body),
		Media: cut(r.Media), Click: cut(r.Click), Welcome: cut(r.Welcome.Text),
		Ref: cut(r.Ref), Image: cut(cmp.Or(r.Image, r.Thumb)), Video: cut(r.Video),
	}
}

// troubles reads errors. Their shape has changed over the years.
func troubles(raw json.RawMessage) []chat.Trouble {
	var all []struct {
		Code    int    `json:"code"`
		Title   string `json:"title"`
		Message string `json:"message"`
		Details string `json:"details"`
		Data    struct {
			Details string `json:"details"`
		} `json:"error_data"`
	}
	read(raw, &all)
	var found []chat.Trouble
	for _, e := range all[:min(len(all), 5)] {
		t := chat.Trouble{
			Code: e.Code, Title: truncate.Bytes(e.Title, 200), Details: truncate.Bytes(cmp.Or(e.Data.Details, e.Details), 500),
		}
		if t.Title == "" {
			t.Title = truncate.Bytes(e.Message, 200)
		}
		found = append(found, t)
	}
	return found
}

func readStatus(raw json.RawMessage) (Status, bool) {
	var s struct {
		ID        string `json:"id"`
		Status    string `json:"status"`
		Timestamp stamp  `json:"timestamp"`
		Carried   string `json:"biz_opaque_callback_data"`
		To        id     `json:"recipient_id"`
		BSUID     string `json:"recipient_user_id"`
		Parent    string `json:"recipient_parent_user_id"`
		GroupType string `json:"recipient_type"`
		Pricing   *struct {
			Type     string `json:"type"`
			Category string `json:"category"`
			Billable *bool  `json:"billable"`
		} `json:"pricing"`
		Type    string          `json:"type"`
		Payment json.RawMessage `json:"payment"`
		Errors  json.RawMessage `json:"errors"`
	}
	// a payment is not a delivery
	if read(raw, &s); s.ID == "" || s.GroupType == "group" || s.Type == "payment" || s.Payment != nil {
		return Status{}, false
	}
	d := chat.Delivery{Status: chat.Status(s.Status), At: time.Time(s.Timestamp)}
	if !d.Status.Known() || d.Status == chat.Queued || d.Status == chat.Sending || d.Status == chat.Unknown {
		return Status{}, false
	}
	if p := s.Pricing; p != nil {
		d.Category, d.Price = truncate.Bytes(p.Category, 100), truncate.Bytes(p.Type, 100)
		if d.Price == "" && p.Billable != nil { // before July 2025
			d.Price = map[bool]string{true: "regular", false: "free"}[*p.Billable]
		}
	}
	if errors := troubles(s.Errors); len(errors) > 0 {
		d.Code, d.Reason = errors[0].Code, advice(errors[0].Code).text
	}
	return Status{
		Wamid: s.ID, Carried: s.Carried, About: chat.Contact{WaID: string(s.To), BSUID: s.BSUID, Parent: s.Parent},
		Delivery: d,
	}, true
}
