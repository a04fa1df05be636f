package chat

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Login is the user of a website as whom a visitor is signed in there, as the website's own server says. Whoever is the
// same user in two browsers is one person.
type Login struct {
	Sub  string    `json:"sub"`            // the website's own id of the user
	Hash string    `json:"hash,omitempty"` // of the identity
	At   time.Time `json:"at"`             // since when we know

	// The team took them apart from the user's other profiles: another login does not join them again.
	Apart bool `json:"apart,omitempty"`
}

// SignedIn is a user as a website's server signed them.
type SignedIn struct {
	Sub, Name, Email, Phone string
}

// MaxSub is how many characters the website's id of a user has at most.
const MaxSub = 200

var (
	errOtherUser = Errorf(Conflict, "other_user",
		"This visitor was signed in as another user before. Begin with a new visitor.")
	errTwoUsers = Errorf(Conflict, "two_users",
		"The website knows the two as different users, so they are not joined.")
	errUserLeaves = Errorf(Conflict, "user_leaves",
		"This user's data is being deleted. They are known again with a later page.")
	errBlocked = Errorf(Forbidden, "blocked", "This chat is closed.")

	errApart = errors.New("chat: the team took this user's profiles apart")
)

// LoginSite admits a visitor who says as whom they are signed in, and names the site whose server has to have signed
// that.
func (l *Links) LoginSite(ctx context.Context, s Socket) (Site, error) {
	if !s.Mode.Keeps(KeepLogin) {
		return Site{}, Errorf(Conflict, "login_private", "This visitor wants privacy, so nobody is told who they are.")
	}
	if err := l.Limit(ctx, s.Tenant, LoginsPerVisitor, string(s.Visitor)); err != nil {
		return Site{}, err
	}
	site, err := l.store.Site(ctx, s.Site)
	if err == nil && site.Login == nil {
		err = Errorf(Conflict, "login_off",
			"Signed logins are off for this site. An owner makes a secret for them under Settings, Sites.")
	}
	return site, err
}

// SignIn takes in as whom the visitor of a socket is signed in. The first visitor of a user has the user's identity,
// and each later one is joined with them. A visitor is one user's for good: the next user of a browser is another one.
func (l *Links) SignIn(ctx context.Context, s Socket, who SignedIn) error {
	key, err := l.key(ctx, s.Tenant)
	if err != nil {
		return err
	}
	id := Identity{Kind: IdentityLogin, Hash: key.Identity(string(IdentityLogin), who.Sub)}
	v, err := l.knowUser(ctx, s.VisitorKey(), who, id.Hash)
	if errors.Is(err, errBlocked) { // and may have been by a call that was cut off
		return errors.Join(l.block(ctx, s.VisitorKey()), err)
	}
	if err != nil || v.Login.Apart || slices.Contains(v.Identities, id) ||
		slices.ContainsFunc(v.Links, func(a Link) bool { return a.How == ByLogin }) {
		return err
	}
	first, err := l.firstOf(ctx, v, id)
	if err != nil || first == v.ID {
		return err
	}
	return l.joinUser(ctx, v, first)
}

// knowUser notes on a visitor which user they are, unless they, or somebody who is joined with them, is another one.
func (l *Links) knowUser(ctx context.Context, key VisitorKey, who SignedIn, hash string) (Visitor, error) {
	was, err := l.store.Visitor(ctx, key)
	if err != nil {
		return was, err
	}
	others, err := LinkedWith(ctx, l.store, was)
	if err != nil {
		return was, err
	}
	if slices.ContainsFunc(others, func(o Visitor) bool { return o.Login != nil && o.Login.Hash != hash }) {
		return was, errOtherUser
	}
	now, facts := l.Now(), l.factsOf(who)
	v, err := l.store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		switch {
		case !v.Leaving.IsZero():
			return errUserLeaves
		case v.Blocked:
			return errBlocked
		case v.Login != nil && v.Login.Hash != hash:
			return errOtherUser
		case !slices.EqualFunc(v.Links, was.Links, func(a, b Link) bool { return a.To == b.To }):
			return ErrConflict // the widget says it again with its next page
		case v.Login == nil:
			v.Login, v.Scheme = &Login{Sub: who.Sub, Hash: hash, At: now}, termScheme
		}
		for _, fact := range facts {
			v.Learn(fact, now)
		}
		return nil
	})
	if err == nil && (was.Login == nil || was.Called() != v.Called()) {
		l.hint(ctx, key.Tenant, "visitors")
	}
	return v, err
}

// factsOf are the facts that came with a login, as far as they have the form of such facts.
func (d *Desk) factsOf(who SignedIn) []Claim {
	claims := []Claim{}
	for _, told := range []struct {
		field Field
		value string
	}{
		{Field{Name: "name"}, who.Name},
		{Field{Name: "email", Type: "email"}, who.Email},
		{Field{Name: "phone", Type: "phone"}, who.Phone},
	} {
		value, fault := told.field.Take(told.value, Judge{ValidNumber: d.Rules.ValidNumber})
		if fault == nil && value != "" {
			claims = append(claims, Claim{Field: told.field.Name, Value: value, Source: FromLogin})
		}
	}
	return claims
}
