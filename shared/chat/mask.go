package chat

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/truncate"
)

// Contact data is an e-mail address, a phone number, a postal address, and any value of a form. It is hidden from
// viewers until the tenant shows it to them: on the server, so that no client ever has it.

// Masking stands in the place of contact data for a person of the team who may not see it.
const Masking = "▇▇▇"

// ErrContactsHidden says that a viewer may not look for data that they may not see.
var ErrContactsHidden = Errorf(Forbidden, "contacts_hidden",
	"The values of forms are hidden from viewers, so they cannot be searched. An owner can show them under Privacy.")

// SeesContacts tells whether a person of the team may see contact data.
func (d *Desk) SeesContacts(ctx context.Context, a Agent) (bool, error) {
	if a.Role.Includes(RoleAgent) {
		return true, nil
	}
	t, err := d.Tenant(ctx, a.Tenant)
	return err == nil && t.ContactsShown, err
}

// hideIn replaces the contact data within a text.
func hideIn(text string) string {
	return personal().ReplaceAllString(long().ReplaceAllStringFunc(text, func(found string) string {
		if clock().MatchString(found) {
			return found
		}
		return Masking
	}), Masking)
}

// hideAll replaces each value that is not empty.
func hideAll(values map[string]string) map[string]string {
	hidden := maps.Clone(values)
	for name, value := range hidden {
		if value != "" {
			hidden[name] = Masking
		}
	}
	return hidden
}

// contactField tells whether the values of a profile's field are contact data, from wherever they come.
func contactField(field string) bool {
	return slices.Contains([]string{"email", "phone", "whatsapp"}, field) || strings.Contains(Folded(field), "address")
}

// Masked is the visitor without contact data. A name stays, unless it is an address or a number.
func (v Visitor) Masked() Visitor {
	profile := maps.Clone(v.Profile)
	for field, fact := range profile {
		if contactField(field) || fact.Source.forms() && field != "name" {
			fact.Value = Masking
		} else {
			fact.Value = hideIn(fact.Value)
		}
		profile[field] = fact
	}
	v.Profile = profile
	v.Links = slices.Clone(v.Links)
	for i := range v.Links {
		v.Links[i].Reason = hideIn(v.Links[i].Reason)
	}
	if v.OptIn != nil {
		yes := *v.OptIn
		yes.Source, v.OptIn = hideIn(yes.Source), &yes
	}
	if v.Login != nil { // the website's id of a user may be an address or a number
		login := *v.Login
		login.Sub, v.Login = hideIn(login.Sub), &login
	}
	return v
}

// Masked is the head without contact data: its preview may tell of a form, and Reached is a phone number.
func (h Head) Masked() Head {
	h.Reached = ""
	filled := kindWords[KindSubmission]
	if strings.HasPrefix(h.Preview, filled+": ") {
		h.Preview = filled
	}
	for _, kind := range []BodyKind{KindContacts, KindLocation} {
		if strings.HasPrefix(h.Preview, kindWords[kind]+": ") {
			h.Preview = kindWords[kind]
		}
	}
	h.Preview = truncate.Text(hideIn(h.Preview), previewLength)
	return h
}

// Masked is the note without contact data.
func (n Note) Masked() Note {
	n.Text = hideIn(n.Text)
	return n
}

// Masked is the message without contact data, in its words, its forms, its cards and its corrections.
func (m Message) Masked() Message {
	m.Bubbles = slices.Clone(m.Bubbles)
	for i := range m.Bubbles {
		m.Bubbles[i].Body = m.Bubbles[i].masked()
		if m.Fills {
			m.Bubbles[i].Body = m.Bubbles[i].hidden()
		}
	}
	if m.Marks != nil && m.Marks.Edited != nil {
		marks, edit := *m.Marks, *m.Marks.Edited
		if edit.Text = hideIn(edit.Text); m.Fills {
			edit.Text = Masking
		}
		marks.Edited, m.Marks = &edit, &marks
	}
	if m.Origin != nil {
		origin := *m.Origin
		origin.Raw = nil // of a kind that we do not understand
		m.Origin = &origin
	}
	if m.Effects != nil {
		effects := *m.Effects
		effects.Claims = nil
		if effects.Gap != nil {
			effects.Gap = BlackedOut(*effects.Gap)
		}
		m.Effects = &effects
	}
	return m
}

func (b Body) masked() Body {
	b.Text = hideIn(b.Text)
	if b.Kind == KindLocation {
		return Body{Kind: KindText, Text: kindWords[KindLocation] + ": " + Masking}
	}
	if b.Media != nil {
		file := *b.Media
		file.Name = hideIn(file.Name)
		b.Media = &file
	}
	if b.Event != nil {
		event := *b.Event
		event.Reason, event.Note = hideIn(event.Reason), hideIn(event.Note)
		b.Event = &event
	}
	if b.Template != nil {
		filled := *b.Template
		filled.Values, filled.Header = hideAll(filled.Values), hideIn(filled.Header)
		b.Template = &filled
	}
	return b.withoutAnswers()
}

// withoutAnswers hides the values that a person filled in, or sent as a contact card.
func (b Body) withoutAnswers() Body {
	if b.Submission != nil {
		submission := *b.Submission
		submission.Values = hideAll(submission.Values)
		b.Submission = &submission
	}
	if b.FlowReply != nil {
		reply := *b.FlowReply
		reply.Values, reply.Raw = hideAll(reply.Values), ""
		b.FlowReply = &reply
	}
	if b.People != nil {
		people := make([]VCard, len(b.People))
		for i, card := range b.People {
			people[i] = VCard{Name: hideIn(card.Name), Own: card.Own, Phones: []string{Masking}}
		}
		b.People = people
	}
	return b
}

// Masked is the row without the values of its form.
func (r FlowRow) Masked() FlowRow {
	r.Values = hideAll(r.Values)
	return r
}
