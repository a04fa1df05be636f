package main

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/setup"
)

// moveHere has the demo that was made at another port name the addresses of this run: its site lets the shop's pages
// in, and its bots show the shop's pictures. The site comes last, as it tells from where they moved.
func moveHere(ctx context.Context, o *setup.Provisioner, door, shop string) error {
	site, err := o.Store.Site(ctx, setup.DemoSite)
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	hadDoor, hadShop := madeAt(site.Origins, door)
	if hadDoor == "" {
		return nil
	}
	for _, id := range []chat.BotID{setup.DemoBot, setup.DemoPhoneBot} {
		if err := moveScript(ctx, o, id, hadShop, shop); err != nil {
			return err
		}
	}
	for i, origin := range site.Origins {
		switch origin {
		case hadDoor:
			site.Origins[i] = door
		case hadShop:
			site.Origins[i] = shop
		}
	}
	if path, ours := strings.CutPrefix(site.Look.Privacy, hadShop+"/"); ours {
		site.Look.Privacy = shop + "/" + path
	}
	return o.Store.PutSite(ctx, site)
}

// madeAt finds the door and the shop of a run at another port among a site's origins; "" for none. An owner may have
// added origins of their own.
func madeAt(origins []string, door string) (hadDoor, hadShop string) {
	if slices.Contains(origins, door) {
		return "", ""
	}
	for _, origin := range origins {
		if !strings.HasPrefix(origin, "http://localhost:") {
			continue
		}
		if shop, err := nextPort(origin, 4); err == nil && slices.Contains(origins, shop) {
			return origin, shop
		}
	}
	return "", ""
}

// moveScript publishes a bot's script with the shop's new address, where it names the old one.
func moveScript(ctx context.Context, o *setup.Provisioner, id chat.BotID, from, to string) error {
	b, err := o.Store.Bot(ctx, setup.DemoTenant, id)
	if err != nil {
		return err
	}
	script, err := o.Store.Script(ctx, setup.DemoTenant, id, b.Script)
	if err != nil || !bytes.Contains(script.Text, []byte(from+"/")) {
		return err
	}
	latest, err := o.Store.Scripts(ctx, setup.DemoTenant, id, 1)
	if err != nil {
		return err
	}
	script.Text = bytes.ReplaceAll(script.Text, []byte(from+"/"), []byte(to+"/"))
	script.Version, script.At, script.By, script.Note = latest[0].Version+1, time.Now().UTC(), "seed", ""
	if err := o.Store.PutScript(ctx, script); err != nil {
		return err
	}
	b.Script = script.Version
	return o.Store.PutBot(ctx, b)
}
