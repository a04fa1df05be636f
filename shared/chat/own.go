package chat

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/truncate"
)

// The team's own visits are its tests: they stand in no figure. They are known by the addresses of its offices, while
// an address is whole, and by a person of whom a colleague says that they are one of the team.

// MaxOffices is how many addresses and networks of offices a team names.
const MaxOffices = 50

// The largest networks of an office, in leading bits: a larger one would leave strangers out of the figures.
const widestV4, widestV6 = 16, 32

// Office reads the addresses and networks of a team's offices, as they were typed.
func Office(typed []string) ([]string, error) {
	all := []string{}
	for _, text := range typed {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		network, err := officeNetwork(text)
		if err != nil {
			return nil, err
		}
		if shown := network.String(); !slices.Contains(all, shown) {
			all = append(all, shown)
		}
	}
	if len(all) > MaxOffices {
		return nil, WrongField("office", "too_many", fmt.Sprintf("Name at most %d addresses and networks.", MaxOffices))
	}
	return all, nil
}

func officeNetwork(text string) (netip.Prefix, error) {
	network, err := netip.ParsePrefix(text)
	if addr, bad := netip.ParseAddr(text); bad == nil {
		addr = addr.Unmap().WithZone("")
		network, err = netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	if err != nil || network.Addr().Is4In6() {
		return network, WrongField("office", "bad_office", "This is neither an address nor a network like 203.0.113.0/24: "+
			truncate.Text(text, 60))
	}
	widest := widestV6
	if network.Addr().Is4() {
		widest = widestV4
	}
	if network.Bits() < widest {
		return network, WrongField("office", "office_too_wide",
			fmt.Sprintf("%s is too large for an office. Name networks of /%d or smaller.", text, widest))
	}
	return network.Masked(), nil
}

// inOffice tells whether a whole address is one of the team's offices.
func (t *Tenant) inOffice(address string) bool {
	addr, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(t.Office, func(text string) bool {
		network, err := netip.ParsePrefix(text)
		return err == nil && network.Contains(addr.Unmap().WithZone(""))
	})
}

// own tells whether a page connects from one of the team's offices.
func (w *WebChannel) own(ctx context.Context, tenant TenantID, address string) (bool, error) {
	if address == "" {
		return false, nil
	}
	t, err := w.Tenant(ctx, tenant)
	return t.inOffice(address), Except(err, ErrNotFound)
}

// Insiders are the people of whom a colleague says that they are of the team.
type Insiders struct{ *Desk }

// Mark notes that a person is of the team, or is not, in all of their profiles.
func (d Insiders) Mark(ctx context.Context, a Agent, id VisitorID, own bool) (Visitor, []VisitorID, error) {
	v, err := d.mark(ctx, VisitorKey{a.Tenant, id}, own)
	if err != nil {
		return v, nil, err
	}
	marked := []VisitorID{v.ID}
	others, err := LinkedWith(ctx, d.store, v)
	for _, other := range others {
		if err == nil {
			_, err = d.mark(ctx, other.Key(), own)
			err = Except(err, ErrNotFound, ErrErased)
			marked = append(marked, other.ID)
		}
	}
	if err != nil {
		return v, marked, err
	}
	action := "visitor.no_insider"
	if own {
		action = "visitor.insider"
	}
	alias, err := d.AliasOf(ctx, v.Key())
	return v, marked, d.Audited(ctx, a, err, action, alias, "")
}

func (d Insiders) mark(ctx context.Context, key VisitorKey, own bool) (Visitor, error) {
	return d.store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		v.Own = own
		return nil
	})
}
