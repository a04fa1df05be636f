package storetest

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
)

// devices proves that a device is one person's at a time, and that each team has its own.
func devices(_ *testing.T, b *bench) {
	device := func(id string, agent chat.AgentID) notices.Registered {
		return notices.Registered{
			Device: notices.Device{ID: id, Name: "Chrome on Android", Since: b.now, Wishes: notices.Wishes{
				Team: true, Zone: "Asia/Dubai", Quiet: &notices.Quiet{From: "22:00", To: "07:00"},
			}},
			Agent: agent, Subscription: chat.Subscription{Endpoint: "https://push.test/" + id, P256DH: "p", Auth: "a"},
		}
	}
	of := func(tenant chat.TenantID) map[string]chat.AgentID {
		all, err := b.Devices(b.ctx(), tenant)
		b.must(err)
		found := map[string]chat.AgentID{}
		for _, d := range all {
			b.equal("a device as it was put", d.Since.Equal(b.now), true)
			d.Since = time.Time{}
			want := device(d.ID, d.Agent)
			want.Since = time.Time{}
			b.equal("a device", d, want)
			found[d.ID] = d.Agent
		}
		return found
	}
	other := b.tenant + "x"
	for _, d := range []notices.Registered{device("d1", "ana"), device("d2", "ana"), device("d3", "bo")} {
		b.must(b.PutDevice(b.ctx(), b.tenant, d))
	}
	b.must(b.PutDevice(b.ctx(), other, device("d1", "cyd")))
	b.equal("the team's", of(b.tenant), map[string]chat.AgentID{"d1": "ana", "d2": "ana", "d3": "bo"})
	b.must(b.PutDevice(b.ctx(), b.tenant, device("d1", "bo")))
	b.must(b.DropDevice(b.ctx(), b.tenant, "ana", "d1")) // it is hers no more
	b.must(b.DropDevice(b.ctx(), b.tenant, "ana", "none"))
	b.equal("after one changed hands", of(b.tenant), map[string]chat.AgentID{"d1": "bo", "d2": "ana", "d3": "bo"})
	b.must(b.DropDevice(b.ctx(), b.tenant, "bo", "d1"))
	b.must(b.DropDevices(b.ctx(), b.tenant, "ana"))
	b.equal("after some were dropped", of(b.tenant), map[string]chat.AgentID{"d3": "bo"})
	b.equal("another team's", of(other), map[string]chat.AgentID{"d1": "cyd"})
}
