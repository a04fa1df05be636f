package chat

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Person is a visitor with all that belongs to them.
type Person struct {
	Visitor       Visitor
	Sessions      []Session
	Presence      Presence // in the latest visit
	Conversations []Head
	Notes         []Note
	Doubles       []Visitor // who write from another form of the same number
}

// personRows is how many visits and notes come with a person.
const personRows = 50

// Person reads a visitor with their latest visits, their conversations and notes.
func (d *Desk) Person(ctx context.Context, a Agent, id VisitorID) (Person, error) {
	key := VisitorKey{a.Tenant, id}
	var p Person
	var err error
	if p.Visitor, err = d.Store.Visitor(ctx, key); err != nil {
		return p, err
	}
	if p.Sessions, err = d.Store.SessionsOf(ctx, key, personRows); err != nil {
		return p, err
	}
	if err = d.presentPerson(ctx, &p); err != nil {
		return p, err
	}
	if p.Conversations, err = d.Store.ConversationsOf(ctx, key); err != nil {
		return p, err
	}
	opened, err := d.openedChats(ctx, p.Sessions, p.Conversations)
	if err != nil {
		return p, err
	}
	p.Conversations = append(p.Conversations, opened...)
	for i := range p.Conversations {
		p.Conversations[i] = p.Conversations[i].ForAgent()
	}
	if p.Notes, err = d.Store.Notes(ctx, key, personRows); err != nil {
		return p, err
	}
	p.Doubles, err = d.doubles(ctx, p.Visitor)
	return p, err
}

// doubles are others who write from another form of a visitor's WhatsApp number. From before
// the forms were one person there may be some; they are shown, and never merged.
func (d *Desk) doubles(ctx context.Context, v Visitor) ([]Visitor, error) {
	fact, ok := v.Profile[vouched]
	if !ok {
		fact = v.Profile["phone"]
	}
	if fact.Source != "whatsapp" {
		return nil, nil
	}
	ids, err := d.identitiesOf(ctx, v.Tenant, Contact{WaID: digits(fact.Value)})
	if err != nil {
		return nil, err
	}
	others := []VisitorID{}
	for _, id := range ids {
		lead, err := d.Store.Identify(ctx, v.Tenant, id.Hash)
		if ignore(err, ErrNotFound) != nil {
			return nil, err
		}
		if lead.Visitor != "" && lead.Visitor != v.ID && !slices.Contains(others, lead.Visitor) {
			others = append(others, lead.Visitor)
		}
	}
	if len(others) == 0 {
		return nil, nil
	}
	found, err := d.Store.VisitorsByID(ctx, v.Tenant, others)
	doubles := []Visitor{}
	for _, id := range others {
		if other, ok := found[id]; ok {
			doubles = append(doubles, other)
		}
	}
	return doubles, err
}

// presentPerson adds what the visitor does now, and what a visit that goes on was until now.
func (d *Desk) presentPerson(ctx context.Context, p *Person) error {
	p.Presence = Presence{State: StateLeft, Sign: p.Visitor.FirstSeen}
	visits, err := d.present(ctx, p.Visitor.Tenant, p.Sessions)
	if err != nil || len(visits) == 0 {
		return err
	}
	p.Presence = visits[0].Presence
	for i := range visits {
		s := &visits[i].Session
		if s.Live() {
			log, err := d.said(ctx, s)
			if err != nil {
				return err
			}
			s.Talk = s.talkOf(log, d.Now())
		}
		p.Sessions[i] = *s
	}
	return nil
}

// entered are the fields of a profile that are more than text, as forms judge them.
var entered = []Field{{Name: "email", Label: "The e-mail address", Type: "email"}, {Name: "phone", Label: "The phone number", Type: "phone"}}

// judgeProfile tells all that is wrong with what somebody of the team entered.
func judgeProfile(profile map[string]string) error {
	faults := []FieldFault{}
	for _, field := range entered {
		if _, fault := field.Take(profile[field.Name], Judge{}); fault != nil {
			faults = append(faults, *fault)
		}
	}
	if len(faults) > 0 {
		return WrongFields(faults)
	}
	return nil
}

// enter puts a value on the profile for somebody of the team, or takes it off if it is empty.
func (v *Visitor) enter(a Agent, field, value string, now time.Time) error {
	if had := v.Profile[field]; field == vouched && had.Value != value {
		return Errorf(Invalid, "field_verified", "The WhatsApp number is WhatsApp's own word and cannot be changed. Enter another number as the phone.")
	}
	if Blank(value) {
		delete(v.Profile, field)
		return nil
	}
	if _, known := v.Profile[field]; !known && len(v.Profile) >= MaxAttributes {
		return Errorf(Invalid, "too_many_attributes", "A profile has at most %d fields.", MaxAttributes)
	}
	if !fieldName.MatchString(field) {
		return Errorf(Invalid, "bad_field", "A field's name has at most 100 letters, digits and spaces.")
	}
	if v.profileSize()+sizeOf(field, Fact{Value: clip(value, MaxFieldValue)}) > MaxProfile {
		return Errorf(Invalid, "profile_full", "This profile is full. Shorten or remove a field first.")
	}
	if v.Learn(Claim{Field: field, Value: value, Source: "agent:" + string(a.ID)}, now) {
		fact := v.Profile[field]
		fact.By = a.Name
		v.Profile[field] = fact
	}
	return nil
}

// ChangeVisitor corrects a profile, where an empty value removes a field, and
// blocks or unblocks. A blocked visitor's sockets drop.
func (d *Desk) ChangeVisitor(ctx context.Context, a Agent, id VisitorID, profile map[string]string, blocked *bool) (Visitor, error) {
	if err := judgeProfile(profile); err != nil {
		return Visitor{}, err
	}
	now := d.Now()
	v, err := d.Store.UpdateVisitor(ctx, VisitorKey{a.Tenant, id}, func(v *Visitor) error {
		v.fit()
		for field, value := range profile {
			if err := v.enter(a, field, strings.TrimSpace(value), now); err != nil {
				return err
			}
		}
		if blocked != nil {
			v.Blocked = *blocked
		}
		return nil
	})
	if err == nil && v.Blocked {
		err = d.cut(ctx, v.Key())
	}
	return v, err
}

// cut tells a blocked visitor's open chats that they are closed, and drops their sockets.
func (d *Desk) cut(ctx context.Context, key VisitorKey) error {
	sockets, err := d.Store.OpenSockets(ctx, key)
	for _, s := range sockets {
		d.push(ctx, Push{Action: "blocked", Conversation: s.Conversation}, s.ID)
		d.drop(ctx, s.ID)
		if err := ignore(d.Store.CloseSocket(ctx, s.ID), ErrNotFound); err != nil {
			return err
		}
	}
	return err
}

// AddNote leaves a note about a visitor for the team.
func (d *Desk) AddNote(ctx context.Context, a Agent, id VisitorID, text string) (Note, error) {
	key := VisitorKey{a.Tenant, id}
	if _, err := d.Store.Visitor(ctx, key); err != nil {
		return Note{}, err
	}
	now := d.Now()
	n := Note{ID: d.NewID(now), By: string(a.ID), Name: a.Name, Text: clip(strings.TrimSpace(text), MaxNote), At: now}
	return n, d.Store.AddNote(ctx, key, n)
}

// Moment is one thing in a visitor's timeline.
type Moment struct {
	At      time.Time
	Session SessionID
	Event   *SessionEvent
	Message *Message
	Flow    *FlowMoment
}

// Timeline is what a visitor did and said of late: pages, goals, messages, clicks,
// forms and takeovers, newest first.
func (d *Desk) Timeline(ctx context.Context, a Agent, id VisitorID) ([]Moment, error) {
	p, err := d.Person(ctx, a, id)
	if err != nil {
		return nil, err
	}
	moments := []Moment{}
	for _, s := range p.Sessions[:min(len(p.Sessions), 10)] {
		events, err := d.Store.Events(ctx, s.Key(), MaxPages)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			moments = append(moments, Moment{At: e.At, Session: s.ID, Event: &e})
		}
	}
	for _, h := range p.Conversations {
		messages, err := d.Store.History(ctx, h.Key(), "", MaxPageSize)
		if err != nil {
			return nil, err
		}
		for _, m := range messages {
			m = m.ForAgent()
			moments = append(moments, Moment{At: m.At, Session: m.Session, Message: &m})
		}
		rows, err := d.Store.FlowRowsOf(ctx, h.Key(), PageSize)
		if err != nil {
			return nil, err
		}
		moments = append(moments, flowMoments(rows, d.Now())...)
	}
	settleForms(moments)
	slices.SortStableFunc(moments, func(x, y Moment) int { return cmp.Compare(y.At.UnixMilli(), x.At.UnixMilli()) })
	return moments[:min(len(moments), MaxLookback)], nil
}

// Names reads what to call the visitors of some rows.
func (d *Desk) Names(ctx context.Context, tenant TenantID, ids []VisitorID) (map[VisitorID]Visitor, error) {
	return d.Store.VisitorsByID(ctx, tenant, ids)
}
