package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
)

// lobby is a user pool that mails, a roster, and the office that notes new ids. One address cannot be mailed for
// some calls.
type lobby struct {
	has    map[string]chat.AgentID
	mailed []string
	stuck  map[string]int
	asked  func() error // before each call
	roster chat.Roster
	calls  int
}

func (l *lobby) mail(email string) error {
	if l.stuck[email] > 0 {
		l.stuck[email]--
		return errors.New("LimitExceededException: Exceeded daily email limit for the operation or the account")
	}
	l.has[email] = chat.AgentID("new-" + email)
	l.mailed = append(l.mailed, email)
	return nil
}

func (l *lobby) Make(_ context.Context, _ chat.Agent, email, _ string) (chat.AgentID, error) {
	if err := l.ask(); err != nil {
		return "", err
	}
	if l.has[email] == "" {
		if err := l.mail(email); err != nil {
			return "", err
		}
	}
	return l.has[email], nil
}

func (l *lobby) ask() error {
	l.calls++
	if l.asked == nil {
		return nil
	}
	return l.asked()
}

func (l *lobby) InviteNew(_ context.Context, email string) (bool, error) {
	if err := l.ask(); err != nil {
		return false, err
	}
	if l.has[email] != "" {
		return false, nil
	}
	err := l.mail(email)
	return err == nil, err
}

func (l *lobby) Roster(context.Context, chat.TenantID) (chat.Roster, error) { return l.roster, nil }

func (l *lobby) Enrol(_ context.Context, _ chat.TenantID, m chat.Member) error {
	for i := range l.roster.Members {
		if l.roster.Members[i].Email == m.Email {
			l.roster.Members[i].ID = m.ID
		}
	}
	return nil
}

// A person who cannot be mailed keeps nobody waiting, gets their mail from a later run, and nobody gets two.
func TestEverybodyIsMailedOnce(t *testing.T) {
	l := &lobby{
		has: map[string]chat.AgentID{"there@x.test": "a_there"}, stuck: map[string]int{"ana@x.test": 1, "in1@x.test": 1},
		roster: chat.Roster{
			Members: []chat.Member{
				{ID: "a_1", Email: "ana@x.test"},
				{ID: "a_2", Email: "ben@x.test"},
				{ID: "a_there", Email: "there@x.test"},
				{ID: "a_4", Email: "gone@x.test", Leaving: true},
			},
			Invited: []chat.Invitation{{ID: "i_1", Email: "in1@x.test"}, {ID: "i_2", Email: "in2@x.test"}},
		},
	}
	for i, want := range []made{
		{members: 3, missing: 1, invited: 2, mailed: 1, failed: 2},
		{members: 3, missing: 1, invited: 2, mailed: 1},
		{members: 3, invited: 2},
	} {
		c := crew{l, l, l, &made{}}
		if err := c.team(t.Context(), "t_1"); err != nil || *c.made != want {
			t.Errorf("run %d came to %+v, %v", i+1, *c.made, err)
		}
	}
	slices.Sort(l.mailed)
	if !slices.Equal(l.mailed, []string{"ana@x.test", "ben@x.test", "in1@x.test", "in2@x.test"}) {
		t.Errorf("mails went to %v", l.mailed)
	}
	if l.roster.Members[0].ID != "new-ana@x.test" || l.roster.Members[2].ID != "a_there" {
		t.Errorf("the roster is %+v", l.roster.Members)
	}
}

// A pool that is gone and a command that is ended stop at once, also among those who are invited: nobody else is
// asked about.
func TestUsersStopWithTheirCause(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	for cause, asked := range map[error]func() error{
		accounts.ErrNoPool: func() error { return fmt.Errorf("accounts: %w", accounts.ErrNoPool) },
		context.Canceled:   func() error { stop(); return nil },
	} {
		for _, roster := range []chat.Roster{
			{Members: []chat.Member{{ID: "a_1", Email: "ana@x.test"}, {ID: "a_2", Email: "ben@x.test"}}},
			{Invited: []chat.Invitation{{ID: "i_1", Email: "in1@x.test"}, {ID: "i_2", Email: "in2@x.test"}}},
		} {
			l := &lobby{has: map[string]chat.AgentID{}, asked: asked, roster: roster}
			if err := (crew{l, l, l, &made{}}).team(ctx, "t_1"); !errors.Is(err, cause) || l.calls != 1 {
				t.Errorf("%v: %d calls, then %v", cause, l.calls, err)
			}
		}
	}
}
