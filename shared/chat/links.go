package chat

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// Link says that two visitors are one person. Both profiles have it. Views show the two as one; a token opens what it
// opened before, and no more.
type Link struct {
	To     VisitorID `json:"to"`
	How    LinkHow   `json:"how"`
	At     time.Time `json:"at"`
	By     string    `json:"by,omitempty"` // the name of the person of the team who joined them
	Reason string    `json:"reason,omitempty"`
}

// LinkHow is the proof of a link.
type LinkHow string

const (
	ByWhatsApp LinkHow = "whatsapp" // a code went from the website to WhatsApp, and the visitor said yes
	ByHand     LinkHow = "hand"     // a person of the team did it
	ByLogin    LinkHow = "login"    // the website's server signed that both are the same user of its
)

// LinkedTo is the visitor's link to another one, nil for none.
func (v *Visitor) LinkedTo(other VisitorID) *Link {
	i := slices.IndexFunc(v.Links, func(l Link) bool { return l.To == other })
	if i < 0 {
		return nil
	}
	return &v.Links[i]
}

// shareQuiet has a visitor want quiet as another one does: they are one person.
func (v *Visitor) shareQuiet(with *Visitor) {
	if v.WantsQuiet() && !with.WantsQuiet() {
		with.Quiet = v.Quiet
		with.unsubscribe()
	}
}

// takeApart is an unlink by the team, which the next login of the same user does not undo.
func takeApart(a, b *Visitor) {
	if a.LinkedTo(b.ID) != nil && a.Login != nil && b.Login != nil && a.Login.Hash == b.Login.Hash {
		a.Login.Apart, b.Login.Apart = true, true
	}
	unlink(a, b)
}

func unlink(a, b *Visitor) {
	a.Links = slices.DeleteFunc(a.Links, func(l Link) bool { return l.To == b.ID })
	b.Links = slices.DeleteFunc(b.Links, func(l Link) bool { return l.To == a.ID })
}

// Links joins visitors who are one person, and takes them apart.
type Links struct {
	*Desk
	pairs LinkStore

	// Regroup has the figures of visitors counted anew that are about to become one person, or to be none any more. It
	// waits until that is done. Nil has nothing counted.
	Regroup func(ctx context.Context, tenant TenantID, who ...VisitorID) error
}

var errManyLinks = Errorf(Conflict, "too_many_links", "A person has at most %d profiles that are joined.", MaxLinked)

// NewLinks makes the links of a desk, on the same store.
func NewLinks(desk *Desk, store LinkStore) *Links { return &Links{Desk: desk, pairs: store} }

// LinkStore is the part of the store that only links need.
type LinkStore interface {
	// UpdateTwo changes two visitors of a tenant with one write, both or neither; see Conversations. ErrNotFound.
	UpdateTwo(ctx context.Context, tenant TenantID, a, b VisitorID, change func(a, b *Visitor) error) error

	Numbers(ctx context.Context, tenant TenantID) ([]Number, error)
}

// LinkedWith are the other visitors whom links join with one, by whatever way.
func LinkedWith(ctx context.Context, store interface {
	Visitor(ctx context.Context, key VisitorKey) (Visitor, error)
}, v Visitor,
) ([]Visitor, error) {
	others, asked := []Visitor{}, []VisitorID{v.ID}
	for next := v.Links; len(next) > 0 && len(others) < 2*MaxLinked; next = next[1:] {
		if slices.Contains(asked, next[0].To) {
			continue
		}
		asked = append(asked, next[0].To)
		other, err := store.Visitor(ctx, VisitorKey{v.Tenant, next[0].To})
		if errors.Is(err, ErrNotFound) || errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		others, next = append(others, other), slices.Concat(next, other.Links)
	}
	return others, nil
}

// join links two visitors by one write. may judges the two as they are stored.
func (l *Links) join(
	ctx context.Context, tenant TenantID, a, b VisitorID, link Link, may func(a, b *Visitor) error,
) error {
	person, err := l.onePerson(ctx, tenant, a, b)
	if err != nil {
		return err
	}
	if !alreadyLinked(person, a, b) {
		if err := l.regroup(ctx, tenant, a, b); err != nil {
			return err
		}
	}
	blocked := link.How == ByLogin && slices.ContainsFunc(person, func(v Visitor) bool { return v.Blocked })
	err = l.pairs.UpdateTwo(ctx, tenant, a, b, func(a, b *Visitor) error {
		if err := mayJoin(a, b, link.How, may); err != nil || a.LinkedTo(b.ID) != nil {
			return err
		}
		if b.Blocked || blocked { // only another visitor of the same user may be joined with one who is
			a.block(true)
		}
		a.Own = a.Own || b.Own // one of the team is so in all of their profiles
		b.Own = a.Own
		a.shareQuiet(b)
		b.shareQuiet(a)
		to, back := link, link
		to.To, back.To = b.ID, a.ID
		a.Links, b.Links = append(a.Links, to), append(b.Links, back)
		return nil
	})
	if err != nil {
		return err
	}
	// Somebody may have joined others of them at the same time.
	if _, bad := l.onePerson(ctx, tenant, a, b); KindOf(bad) == Conflict {
		return errors.Join(l.pairs.UpdateTwo(ctx, tenant, a, b, func(a, b *Visitor) error { unlink(a, b); return nil }), bad)
	}
	return nil
}

// alreadyLinked tells whether two visitors of a person have a link to each other.
func alreadyLinked(person []Visitor, a, b VisitorID) bool {
	return slices.ContainsFunc(person, func(v Visitor) bool { return v.ID == a && v.LinkedTo(b) != nil })
}

func (l *Links) regroup(ctx context.Context, tenant TenantID, who ...VisitorID) error {
	if l.Regroup == nil {
		return nil
	}
	return l.Regroup(ctx, tenant, who...)
}

// mayJoin judges two visitors as they are stored.
func mayJoin(a, b *Visitor, how LinkHow, may func(a, b *Visitor) error) error {
	if err := may(a, b); err != nil {
		return err
	}
	if a.Login != nil && b.Login != nil && a.Login.Hash != b.Login.Hash {
		return errTwoUsers
	}
	if how != ByLogin && (a.Blocked || b.Blocked) {
		return Errorf(Conflict, "visitor_blocked", "One of the two is blocked. A blocked visitor is joined with nobody.")
	}
	if !a.Leaving.IsZero() || !b.Leaving.IsZero() {
		return ErrErased
	}
	return nil
}

// onePerson are all visitors who would be one person with some. It refuses to make one of more than anybody is, and of
// two users of a website.
func (l *Links) onePerson(ctx context.Context, tenant TenantID, ids ...VisitorID) ([]Visitor, error) {
	people, users := map[VisitorID]Visitor{}, map[string]bool{}
	for _, id := range ids {
		v, err := l.store.Visitor(ctx, VisitorKey{tenant, id})
		if err != nil {
			return nil, err
		}
		others, err := LinkedWith(ctx, l.store, v)
		if err != nil {
			return nil, err
		}
		for _, one := range append(others, v) {
			people[one.ID] = one
			if one.Login != nil {
				users[one.Login.Hash] = true
			}
		}
	}
	if len(users) > 1 {
		return nil, errTwoUsers
	}
	if len(people) > MaxLinked {
		return nil, errManyLinks
	}
	return slices.Collect(maps.Values(people)), nil
}

// LinkByHand joins two visitors because a person of the team knows that they are one. The reason goes to the audit.
func (l *Links) LinkByHand(ctx context.Context, a Agent, one, other VisitorID, reason string) error {
	reason = strings.TrimSpace(reason)
	if Blank(reason) {
		return WrongField("reason", "no_reason", "Say how you know that the two are one person.")
	}
	if one == other {
		return WrongField("visitor", "same_visitor", "This is the same profile. Choose another one.")
	}
	for _, id := range []VisitorID{one, other} {
		if err := l.mayBeJoined(ctx, VisitorKey{a.Tenant, id}); err != nil {
			return err
		}
	}
	link := Link{How: ByHand, At: l.Now(), By: a.Name, Reason: reason}
	err := l.join(ctx, a.Tenant, one, other, link, func(*Visitor, *Visitor) error { return nil })
	return l.auditLink(ctx, a, err, "visitor.linked", one, other, reason)
}

// mayBeJoined refuses a visitor who asked for privacy.
func (l *Links) mayBeJoined(ctx context.Context, key VisitorKey) error {
	visits, err := l.store.VisitsOf(ctx, key, 1)
	if err == nil && len(visits) > 0 && visits[0].Mode == Minimal {
		return Errorf(Conflict, "visitor_private", "One of the two wants privacy, so they are joined with nobody.")
	}
	return err
}

// Unlink takes apart two visitors, whoever joined them. It is no error if they are apart.
func (l *Links) Unlink(ctx context.Context, a Agent, one, other VisitorID) error {
	err := l.regroup(ctx, a.Tenant, one, other)
	if err == nil {
		err = l.pairs.UpdateTwo(ctx, a.Tenant, one, other, func(a, b *Visitor) error { takeApart(a, b); return nil })
	}
	return l.auditLink(ctx, a, err, "visitor.unlinked", one, other, "")
}

// auditLink notes who joined or parted two visitors.
func (l *Links) auditLink(
	ctx context.Context, a Agent, failed error, action string, one, other VisitorID, reason string,
) error {
	if failed != nil {
		return failed
	}
	first, err := l.AliasOf(ctx, VisitorKey{a.Tenant, one})
	second, bad := l.AliasOf(ctx, VisitorKey{a.Tenant, other})
	details := strings.TrimSuffix(second+": "+reason, ": ")
	return l.Audited(ctx, a, errors.Join(err, bad), action, first, details)
}
