package chat

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// Contact is the other side of a WhatsApp message, as Meta names them. Each id may be missing.
type Contact struct {
	WaID    string
	BSUID   string
	Parent  string
	Name    string
	User    string // their username on WhatsApp
	Country string // from the number or the BSUID
}

// reached is the id to which answers go.
func (c Contact) reached() string {
	return cmp.Or(c.WaID, c.BSUID, c.Parent)
}

// vouched is the profile's field for the number that Meta vouches for. A number that somebody typed stands
// beside it, as the phone.
const vouched = "whatsapp"

// claims are the facts that Meta gives with a contact.
func (c Contact) claims() []Claim {
	all := []Claim{}
	for _, told := range [][2]string{
		{"name", c.Name}, {"phone", plus(c.WaID)}, {vouched, plus(c.WaID)}, {"username", c.User},
	} {
		if told[1] != "" {
			all = append(all, Claim{Field: told[0], Value: told[1], Source: FromWhatsApp})
		}
	}
	return all
}

// contact finds the visitor behind any of a contact's ids, or makes one. ErrErased if the
// message was sent before they were erased. A visitor made without a visit to follow is quiet
// from the beginning, so that retention finds them.
func (c *Courier) contact(ctx context.Context, n Number, from Contact, sent time.Time, visits bool) (Visitor, error) {
	ids, err := c.identitiesOf(ctx, n.Tenant, from)
	if err != nil {
		return Visitor{}, err
	}
	if len(ids) == 0 {
		return Visitor{}, Errorf(Invalid, "no_sender", "The message names no sender.")
	}
	for range AnswerTries {
		found, leads, err := c.known(ctx, n.Tenant, ids, sent)
		if err != nil {
			return found, err
		}
		if found.ID != "" && visits {
			passed, err := c.passedOn(ctx, n, found, ids, leads, from, sent)
			if err != nil {
				return found, err
			}
			if passed { // the number still leads to the earlier visitor; other ids find the newcomer
				found, ids = Visitor{}, slices.DeleteFunc(ids, func(id Identity) bool { return id.Kind == IdentityNumber })
			}
		}
		if found.ID != "" {
			return c.introduce(ctx, found, ids, leads, from, sent)
		}
		for i := range ids {
			ids[i].Erased = leads[ids[i].Hash].Erased
		}
		v := Visitor{
			Tenant: n.Tenant, ID: VisitorID("v_" + c.NewID(c.Now())), FirstSeen: c.Now(), Source: WhatsApp, Identities: ids,
			Scheme: termScheme,
		}
		if from.Country != "" {
			v.Place = Place{Country: from.Country, Inferred: true}
		}
		if !visits {
			v.LastVisitAt = v.FirstSeen
		}
		for _, claim := range from.claims() {
			v.Learn(claim, sent)
		}
		err = c.line.AddVisitor(ctx, v)
		if !errors.Is(err, ErrExists) {
			return v, err
		}
	}
	return Visitor{}, ErrConflict
}

// numberRests is how long a number that was given up rests at least before somebody else
// gets it. (FCC, 47 CFR 52.15(f)(1)(ii): 45 to 90 days; other countries are similar.)
const numberRests = 45 * 24 * time.Hour

// passedOn tells whether a number has a new holder: only the number leads to the visitor, the Meta user id
// never belonged to this visitor, and the visitor has another number since, or was silent for so long that
// theirs may have been given away. Meta gives a person who moves to another number a new user id, and tells us;
// a user id that Meta did not announce, after such a move or pause, is another person's.
func (c *Courier) passedOn(
	ctx context.Context, n Number, v Visitor, ids []Identity, leads map[string]Bearer, from Contact, sent time.Time,
) (bool, error) {
	for _, id := range ids {
		if id.Kind != IdentityNumber && leads[id.Hash].Visitor != "" {
			return false, nil
		}
	}
	if from.BSUID == "" || !slices.ContainsFunc(v.Identities, func(id Identity) bool { return id.Kind == IdentityUser }) {
		return false, nil
	}
	had, known := v.Profile[vouched]
	if !known {
		had = v.Profile["phone"]
	}
	number := digits(had.Value)
	same := number == from.WaID || slices.Contains(twins(number), from.WaID)
	if had.Source == FromWhatsApp && !same && sent.After(had.At) {
		return true, nil
	}
	last := v.FirstSeen
	head, err := c.store.Head(ctx, ConversationKey{n.Tenant, ConversationOf(v.ID, n.Bot)})
	if err == nil {
		last = head.ReachedAsOf
	}
	return sent.Sub(last) > numberRests, Except(err, ErrNotFound)
}

// identitiesOf are the identities by which a contact is found, the most telling one first.
func (d *Desk) identitiesOf(ctx context.Context, tenant TenantID, from Contact) ([]Identity, error) {
	key, err := d.key(ctx, tenant)
	if err != nil {
		return nil, err
	}
	type name struct {
		kind  IdentityKind
		value string
	}
	names := []name{{IdentityUser, from.BSUID}, {IdentityParent, from.Parent}, {IdentityNumber, from.WaID}}
	for _, form := range twins(from.WaID) { // the same number, written with a digit more or less
		names = append(names, name{IdentityNumber, form})
	}
	var ids []Identity
	for _, id := range names {
		if id.value != "" {
			ids = append(ids, Identity{Kind: id.kind, Hash: key.Identity(string(id.kind), id.value)})
		}
	}
	return ids, nil
}

func plus(waID string) string {
	if waID == "" {
		return ""
	}
	return "+" + waID
}

// known is the visitor that the first known identity leads to, and where each leads.
func (c *Courier) known(
	ctx context.Context, tenant TenantID, ids []Identity, sent time.Time,
) (Visitor, map[string]Bearer, error) {
	leads := map[string]Bearer{}
	var found VisitorID
	var twins []Identity
	for i, id := range ids {
		if found != "" && id.Kind == IdentityNumber && ids[i-1].Kind == IdentityNumber {
			twins = append(twins, id)
			continue
		}
		lead, err := c.leadOf(ctx, tenant, id, sent, leads)
		if err != nil {
			return Visitor{}, nil, err
		}
		found = cmp.Or(found, lead.Visitor)
	}
	if found == "" {
		return Visitor{}, leads, nil
	}
	v, _, err := c.store.VisitorNow(ctx, VisitorKey{tenant, found})
	if errors.Is(err, ErrErased) {
		return v, nil, errors.New("chat: an identity leads to a visitor who is being erased") // Meta repeats it
	}
	for _, id := range twins { // mostly they are known to lead to the visitor
		if slices.ContainsFunc(v.Identities, func(has Identity) bool { return has.Hash == id.Hash }) {
			leads[id.Hash] = Bearer{Visitor: v.ID}
		} else if _, failed := c.leadOf(ctx, tenant, id, sent, leads); failed != nil {
			return Visitor{}, nil, failed
		}
	}
	return v, leads, err
}

// leadOf notes where an identity leads: nowhere if nobody ever had it. ErrErased if its visitor was erased since a
// message was sent.
func (c *Courier) leadOf(
	ctx context.Context, tenant TenantID, id Identity, sent time.Time, leads map[string]Bearer,
) (Bearer, error) {
	lead, err := c.store.Identify(ctx, tenant, id.Hash)
	if errors.Is(err, ErrNotFound) {
		return Bearer{}, nil
	}
	if err == nil && sent.Before(lead.Erased) {
		err = ErrErased
	}
	if err == nil {
		leads[id.Hash] = lead
	}
	return lead, err
}

// introduce remembers ids and details that came for the first time. An id that leads to somebody else stays
// theirs: people are never merged by accident.
func (c *Courier) introduce(
	ctx context.Context, v Visitor, ids []Identity, leads map[string]Bearer, as Contact, at time.Time,
) (Visitor, error) {
	for _, id := range ids {
		lead := leads[id.Hash]
		if lead.Visitor != "" {
			continue
		}
		id.Erased = lead.Erased
		if err := Except(c.store.AddIdentity(ctx, v.Key(), id), ErrExists); err != nil {
			return v, err
		}
	}
	news := []Claim{}
	for _, claim := range as.claims() {
		had, known := v.Profile[claim.Field]
		if !known || (had.Source == claim.Source && had.Value != claim.Value && at.After(had.At)) {
			news = append(news, claim)
		}
	}
	if len(news) == 0 {
		return v, nil
	}
	return c.store.UpdateVisitor(ctx, v.Key(), func(v *Visitor) error {
		for _, claim := range news {
			v.Learn(claim, at)
		}
		return nil
	})
}

// Doubles are other visitors who write from another form of a visitor's WhatsApp number. They were stored
// before all forms of a number were one person; they are shown, and never merged.
func (d *Desk) Doubles(ctx context.Context, v Visitor) ([]Visitor, error) {
	fact, ok := v.Profile[vouched]
	if !ok {
		fact = v.Profile["phone"]
	}
	if fact.Source != FromWhatsApp {
		return nil, nil
	}
	ids, err := d.identitiesOf(ctx, v.Tenant, Contact{WaID: digits(fact.Value)})
	if err != nil {
		return nil, err
	}
	others := []VisitorID{}
	for _, id := range ids {
		lead, err := d.store.Identify(ctx, v.Tenant, id.Hash)
		if Except(err, ErrNotFound) != nil {
			return nil, err
		}
		if lead.Visitor != "" && lead.Visitor != v.ID && !slices.Contains(others, lead.Visitor) {
			others = append(others, lead.Visitor)
		}
	}
	if len(others) == 0 {
		return nil, nil
	}
	found, err := d.store.VisitorsByID(ctx, v.Tenant, others)
	doubles := []Visitor{}
	for _, id := range others {
		if other, ok := found[id]; ok {
			doubles = append(doubles, other)
		}
	}
	return doubles, err
}
