package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"time"
)

// Handshake is all that we know of a page when it asks to connect, before its first frame.
type Handshake struct {
	Connection ConnectionID
	Site       string // its key
	Origin     string
	Address    string // the caller's, as rate limits count it: it is used and not kept
	Viewer     string // and whole, likewise
	Wants      Mode   // the mode that the page asks for
	OptedOut   bool   // the browser asks for privacy
	Crawler    bool
	Place      Place
	Network    string // the address, cut
	Device     Device
	Language   string // the first that the browser asks for
}

// mode is the privacy mode of the socket: full only for a page that asks for it and a browser that does not
// object.
func (h *Handshake) mode() Mode {
	if h.Wants == Full && !h.OptedOut {
		return Full
	}
	return Minimal
}

// Admit opens a visitor's socket with as much of the handshake as its mode lets us keep, or says why not. Only
// Hello finds out which visitor it is.
func (w *WebChannel) Admit(ctx context.Context, h Handshake) error {
	site, err := w.store.Site(ctx, h.Site)
	if errors.Is(err, ErrNotFound) || (err == nil && (site.Paused || site.Over(w.Now()))) {
		return Errorf(NotFound, "unknown_site", "There is no site with this key.")
	}
	if err != nil {
		return err
	}
	if !site.Allows(h.Origin) {
		return Errorf(Forbidden, "origin_not_allowed", "This origin is not listed for the site.")
	}
	if site.Suspended {
		return ErrSuspended
	}
	if h.Crawler {
		return Errorf(Forbidden, "crawler", "Crawlers are not visitors.")
	}
	caller, err := w.callerOf(ctx, h.Address)
	if err != nil {
		return err
	}
	if err := w.admitCaller(ctx, site, caller); err != nil {
		return err
	}
	if err := w.sighted(ctx, site, h.Origin); err != nil {
		return err
	}
	s := NewSocket(site, h, caller, w.Now())
	if s.Own, err = w.own(ctx, site.Tenant, h.Viewer); err != nil {
		return err
	}
	return w.store.OpenSocket(ctx, s)
}

// NewSocket is the socket of a visitor, with as much of the handshake as its mode lets us keep. The choice is
// made here once: no later step makes it again.
func NewSocket(site Site, h Handshake, caller string, now time.Time) Socket {
	s := Socket{
		ID: h.Connection, Tenant: site.Tenant, Bot: site.Bot, Site: site.Key, Pages: site.Look.Pages, Caller: caller,
		Opened: now, Seen: now, Active: now, Mode: h.mode(), Place: h.Place,
	}
	if !s.Mode.Keeps(KeepCity) {
		s.Place.City = ""
	}
	if s.Mode.Keeps(KeepNetwork) {
		s.Network = h.Network
	}
	if s.Mode.Keeps(KeepDevice) {
		s.Device = h.Device
	}
	if s.Mode.Keeps(KeepLanguage) {
		s.Language = h.Language
	}
	return s
}

// admitCaller lets a page connect, unless its address or its site connects too often.
func (w *WebChannel) admitCaller(ctx context.Context, s Site, caller string) error {
	site := ConnectsPerSite
	if w.SiteConnects > 0 {
		site.Limit = w.SiteConnects * int64(site.Window/time.Second)
	}
	if err := w.Limit(ctx, s.Tenant, site, s.Key); err != nil || caller == "" {
		return err
	}
	return w.Limit(ctx, s.Tenant, ConnectsPerAddress, s.Key+"#"+caller)
}

// callerOf stands for an address in rate limits: a hash under a salt that is deleted after two days, so that no
// address is stored. "" stands for no address.
func (w *WebChannel) callerOf(ctx context.Context, address string) (string, error) {
	if address == "" {
		return "", nil
	}
	day := w.Now().Truncate(24 * time.Hour)
	salt, err := w.salts.get(day.String(), w.Now(), func() ([]byte, error) { return w.store.Salt(ctx, day) })
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(address))
	return lowerBase32.EncodeToString(mac.Sum(nil)[:10]), nil
}

// AdmitFrame lets a frame pass, and returns its socket as it was before the frame. sign is the frame's
// activity signal. Each socket has a rate limit, and each visitor has one for all of their sockets,
// since they may open many. Frames of a socket in a hurry are counted one by one against the visitor's limit,
// those of a calm socket by samples. A calm new socket is not counted: it can send little, and connects have
// limits of their own.
func (d *Desk) AdmitFrame(ctx context.Context, id ConnectionID, sign Sign) (Socket, error) {
	s, err := d.store.Admit(ctx, id, d.Now(), sign)
	if err != nil {
		return s, err
	}
	return s, d.limitFrame(ctx, s)
}

// limitFrame counts a frame of a socket, as it was before, against the limit of its visitor.
func (d *Desk) limitFrame(ctx context.Context, s Socket) error {
	budget, now := FramesPerVisitor, d.Now()
	hurried := s.Budget.After(now)
	if s.Visitor == "" || (!hurried && now.Sub(s.Opened) < newSocket) {
		return nil
	}
	if hurried {
		budget.Sample = 1
	}
	return d.Limit(ctx, s.Tenant, budget, string(s.Visitor))
}

// AdmitUpload lets a visitor upload a file of a size. The visitor, the address and the site each have a rate
// limit: a new visitor costs nothing to make, so a limit per visitor is not enough.
func (w *WebChannel) AdmitUpload(ctx context.Context, s Socket, size int64) error {
	if err := w.Limit(ctx, s.Tenant, UploadsPerVisitor, string(s.Visitor)); err != nil {
		return err
	}
	kilobytes := (size + 1023) / 1024
	if s.Caller != "" {
		if err := w.limitMany(ctx, s.Tenant, UploadsPerAddress, s.Caller, kilobytes); err != nil {
			return err
		}
	}
	return w.limitMany(ctx, s.Tenant, UploadsPerSite, s.Site, kilobytes)
}
