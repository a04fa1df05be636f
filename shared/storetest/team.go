package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
)

func teamAndKeys(_ *testing.T, b *bench) {
	roster(b)
	invites(b)
	signOuts(b)
	apiKeys(b)
	audits(b)
	jobs(b)
}

func roster(b *bench) {
	r, err := b.Roster(b.ctx(), b.tenant)
	b.must(err)
	b.equal("nobody at first", len(r.Members), 0)
	for _, id := range []chat.AgentID{"a_1", "a_2"} {
		b.must(b.UpdateRoster(b.ctx(), b.tenant, func(r *chat.Roster) error {
			r.Members = append(r.Members, chat.Member{
				ID: id, Email: string(id) + "@mail.test", Role: chat.RoleOwner, Since: b.now,
			})
			return nil
		}))
	}
	b.wants(b.UpdateRoster(b.ctx(), b.tenant, func(*chat.Roster) error { return chat.ErrGone }), chat.ErrGone)
	r, err = b.Roster(b.ctx(), b.tenant)
	b.must(err)
	b.equal("two members", len(r.Members), 2)
}

func invites(b *bench) {
	for _, t := range []chat.TenantID{b.tenant, b.tenant, "t_second"} {
		b.must(b.AddInvite(b.ctx(), string(b.tenant)+"@mail.test", t, b.now.Add(time.Hour)))
	}
	asked := func(email string, limit int) []chat.TenantID {
		all, err := b.Invites(b.ctx(), email, limit)
		b.must(err)
		return all
	}
	b.equal("two teams ask", len(asked(string(b.tenant)+"@mail.test", 10)), 2)
	b.equal("no more than are wanted", len(asked(string(b.tenant)+"@mail.test", 1)), 1)
	b.equal("nobody asks another address", len(asked("x"+string(b.tenant)+"@mail.test", 10)), 0)
	for range 2 {
		b.must(b.DropInvite(b.ctx(), string(b.tenant)+"@mail.test", b.tenant))
	}
	b.equal("one still asks", asked(string(b.tenant)+"@mail.test", 10), []chat.TenantID{"t_second"})
}

func signOuts(b *bench) {
	_, err := b.SignedOut(b.ctx(), b.tenant, "a_1")
	b.wants(err, chat.ErrNotFound)
	b.must(b.SignOut(b.ctx(), b.tenant, "a_1", b.now, b.now.Add(time.Hour)))
	out, err := b.SignedOut(b.ctx(), b.tenant, "a_1")
	b.must(err)
	b.equal("signed out", out.Equal(b.now), true)
}

func apiKeys(b *bench) {
	key := "k" + string(b.tenant)
	edit(b, "an API key", func(version int64, name string) error {
		return b.PutAPIKey(b.ctx(), office.APIKey{
			Edited: chat.Edited{Version: version}, ID: key, Tenant: b.tenant, Name: name, Hash: []byte{1},
		})
	}, func() (int64, string, error) {
		got, err := b.APIKey(b.ctx(), key)
		return got.Version, got.Name, err
	})
	keys, err := b.APIKeys(b.ctx(), b.tenant)
	b.must(err)
	b.equal("the keys", len(keys), 1)
	b.must(b.DeleteAPIKey(b.ctx(), keys[0]))
	_, err = b.APIKey(b.ctx(), key)
	b.wants(err, chat.ErrNotFound)
}

func audits(b *bench) {
	for i := range 3 {
		at := b.now.Add(time.Duration(i) * time.Second)
		e := chat.AuditEntry{ID: string(firstAt(at)), Tenant: b.tenant, At: at, Action: "bot.paused"}
		b.must(b.AddAudit(b.ctx(), e))
		b.must(b.AddAudit(b.ctx(), e)) // a retry, after the first answer was lost
	}
	b.wants(b.AddAudit(b.ctx(), chat.AuditEntry{
		ID: string(firstAt(b.now)), Tenant: b.tenant, At: b.now, Action: "changed",
	}), chat.ErrExists)
	entries, next, err := b.Audits(b.ctx(), b.tenant, "", 2)
	b.must(err)
	b.equal("the latest entries", []bool{entries[0].At.After(entries[1].At), len(entries) == 2, next != ""},
		[]bool{true, true, true})
	entries, _, err = b.Audits(b.ctx(), b.tenant, next, 2)
	b.must(err)
	b.equal("the rest", []any{len(entries), entries[0].Action}, []any{1, "bot.paused"})
}

func jobs(b *bench) {
	job := lifecycle.Job{
		Tenant: b.tenant, ID: "j_" + id(), Kind: lifecycle.JobErase, Made: b.now, Due: b.now.Add(-time.Minute),
		Subject: &chat.Subject{Visitor: "v_1"},
	}
	edit(b, "a job", func(version int64, name string) error {
		j := job
		j.Version, j.Name = version, name
		return b.PutJob(b.ctx(), j)
	}, func() (int64, string, error) {
		got, err := b.Job(b.ctx(), job.Key())
		return got.Version, got.Name, err
	})
	b.must(b.PutJob(b.ctx(), lifecycle.Job{
		Tenant: b.tenant, ID: "retention", Kind: lifecycle.JobRetention, Due: b.now.Add(time.Hour),
	}))
	all, err := b.Jobs(b.ctx(), b.tenant, 10)
	b.must(err)
	b.equal("jobs that people asked for", len(all), 1)
	due := func() bool {
		items, err := b.Due(b.ctx(), b.now, 1000)
		b.must(err)
		return slices.ContainsFunc(items, func(i lifecycle.DueItem) bool { return i.Job != nil && *i.Job == job.Key() })
	}
	b.equal("it is due", due(), true)
	done, err := b.Job(b.ctx(), job.Key())
	b.must(err)
	done.Due = time.Time{}
	b.must(b.PutJob(b.ctx(), done))
	b.equal("it is not due any more", due(), false)
	b.must(b.EraseJobsAbout(b.ctx(), b.tenant, "v_1", job.ID))
	b.must(b.EraseJobsAbout(b.ctx(), b.tenant, "v_1", "another"))
	_, err = b.Job(b.ctx(), job.Key())
	b.wants(err, chat.ErrNotFound)
}

// firstAt returns the smallest id of a time.
func firstAt(t time.Time) chat.MessageID {
	id := at(t)
	return id[:10] + "0000000000000000"
}
