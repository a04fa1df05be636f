package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// serve opens what stands around the stack: the stream mapping, Meta's stand-in,
// the public door.
func (c *cloud) serve(ctx context.Context) error {
	if !c.alone {
		if err := c.follow(ctx); err != nil {
			return err
		}
	}
	c.meta = newMeta(c.door())
	if err := c.listen(ctx, c.metaPort(), c.meta.routes()); err != nil {
		return err
	}
	if err := c.openDoor(ctx); err != nil {
		return err
	}
	return c.writeFacts()
}

// seed fills the table with the demo tenant, unless it is there.
func (c *cloud) seed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	return quietWith(ctx, c.environment(), ".local/bin/seed", "-run", c.dir+"/run.json")
}

func (c *cloud) announce(took time.Duration) {
	fmt.Printf(`
Botifire is up after %.0f s.

  start page          %s
  admin API           %s/v1/…        (OpenAPI: api/openapi.yaml)
  visitors' socket    ws://localhost:%d/visitor-socket?site=demo-shop&mode=full
  demo site key       demo-shop          (allowed origin: http://localhost:%d)
  WhatsApp webhook    %s/webhooks/whatsapp/demo-app
  WhatsApp secret     demo-app-secret    (verify token: demo-verify-token)
  Meta stand-in       %s              (POST /phone/{number}/say)
  sign in             owner@demo.test, lead@…, agent@…, viewer@demo.test · password Demo-password-1!
                      %s

  Ctrl-C ends it. The data stays in %s; FRESH=1 starts empty.

`, took.Seconds(), c.door(), c.door(), c.port, c.port, c.door(), c.graph(), c.signIn(), c.dir)
}

// runCommand runs what was asked for against the running cloud.
func (c *cloud) runCommand(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", c.then)
	cmd.Env = append(os.Environ(), "RUN="+filepath.Join(c.dir, "run.json"))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// signIn is the address of the hosted sign-in page.
func (c *cloud) signIn() string {
	return fmt.Sprintf("%s/oauth2/authorize?client_id=%s&response_type=code&scope=openid+email+profile&redirect_uri=%s/admin/signed-in",
		c.endpoint(), c.stack["Client"], c.door())
}

// startPage says what there is to try.
func (c *cloud) startPage(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprintf(w, "Botifire Visitors & Live Chat runs here.\n\nvisitors' socket  /visitor-socket?site=demo-shop&mode=full\nadmin API         /v1/…\nsign in           %s\n", c.signIn())
}
