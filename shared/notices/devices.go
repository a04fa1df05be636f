package notices

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Device is a browser of a person of the team that is told while they do not have the app open, as its person sees it.
type Device struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"` // by which its person knows it: "Chrome on Android"
	Since time.Time `json:"since"`
	Wishes
}

// Wishes are what a device is told, and when it is not.
type Wishes struct {
	Mine     bool   `json:"mine"`     // a customer of its person's waits
	Team     bool   `json:"team"`     // a customer waits for the team
	Assigned bool   `json:"assigned"` // its person gets a conversation
	Mentions bool   `json:"mentions"` // a note names its person
	Promises bool   `json:"promises"` // a promise has passed without an answer: of leads and owners only
	Quiet    *Quiet `json:"quiet,omitempty"`
	Zone     string `json:"zone"` // in which its clock goes
}

// NewDevice is a browser that is to be told, with the way to it.
type NewDevice struct {
	Name         string            `json:"name"`
	Subscription chat.Subscription `json:"subscription"`
	Wishes
}

// Registered is a device as it is stored. Its id names its subscription, so that a browser that changes hands is its
// last person's alone.
type Registered struct {
	Device
	Agent        chat.AgentID      `json:"agent"`
	Subscription chat.Subscription `json:"subscription"`
}

// Bounds of the devices.
const (
	MaxDevices     = 10  // of a person
	MaxTeamDevices = 300 // of a team
	maxDeviceName  = 60
)

// deviceID names a subscription.
func deviceID(s chat.Subscription) string {
	sum := sha256.Sum256([]byte(s.Endpoint))
	return hex.EncodeToString(sum[:16])
}

// Devices are the caller's own, the oldest first.
func (r *Room) Devices(ctx context.Context, a chat.Agent) ([]Device, error) {
	all, err := r.store.Devices(ctx, a.Tenant)
	own := []Device{}
	for _, d := range all {
		if d.Agent == a.ID {
			own = append(own, d.Device)
		}
	}
	slices.SortFunc(own, func(a, b Device) int { return a.Since.Compare(b.Since) })
	return own, err
}

// KeepDevice has a browser of the caller's told, or changes its wishes. One that was another person's is theirs no
// more.
func (r *Room) KeepDevice(ctx context.Context, a chat.Agent, n NewDevice) (Device, error) {
	if err := n.check(r.Local); err != nil {
		return Device{}, err
	}
	all, err := r.store.Devices(ctx, a.Tenant)
	if err != nil {
		return Device{}, err
	}
	d := Registered{
		Device: Device{deviceID(n.Subscription), chat.Titled(n.Name), r.desk.Now(), n.Wishes}, Agent: a.ID,
		Subscription: n.Subscription,
	}
	own, action := 0, "member.device_on"
	for _, had := range all {
		switch {
		case had.ID == d.ID && had.Agent == a.ID:
			d.Since, action = had.Since, ""
		case had.Agent == a.ID:
			own++
		}
	}
	if own >= MaxDevices || action != "" && len(all) >= MaxTeamDevices {
		return Device{}, errManyDevices
	}
	if err := r.store.PutDevice(ctx, a.Tenant, d); err != nil || action == "" {
		return d.Device, err
	}
	return d.Device, r.desk.Audited(ctx, a, nil, action, string(a.ID), d.Name)
}

var errManyDevices = chat.Errorf(chat.Invalid, "too_many_devices",
	"You have %d devices that are told, or your team as many as it can have. Remove one first.", MaxDevices)

// DropDevice ends that a device of the caller's is told. It is no error if it is not.
func (r *Room) DropDevice(ctx context.Context, a chat.Agent, id string) error {
	own, err := r.Devices(ctx, a)
	i := slices.IndexFunc(own, func(d Device) bool { return d.ID == id })
	if err != nil || i < 0 {
		return err
	}
	err = r.store.DropDevice(ctx, a.Tenant, a.ID, id)
	return r.desk.Audited(ctx, a, err, "member.device_off", string(a.ID), own[i].Name)
}

// check refuses what is no device that can be told, at its fields.
func (n NewDevice) check(local bool) error {
	if err := n.Subscription.Valid(local); err != nil {
		return err
	}
	wrong := chat.Faults{}
	wrong.Wrong(chat.Titled(n.Name) == "" || len([]rune(n.Name)) > maxDeviceName, "name", "bad_name",
		"Give the device a name of at most %d characters.", maxDeviceName)
	_, err := chat.ZoneOf(n.Zone)
	wrong.Wrong(err != nil, "zone", "unknown_zone", "There is no time zone of this name. Names look like Europe/Lisbon.")
	if n.Quiet != nil {
		n.Quiet.check(&wrong)
	}
	return wrong.Err()
}

// String has nothing of the way to it, which is a secret.
func (d Registered) String() string { return fmt.Sprintf("device %s of %s", d.ID, d.Agent) }
