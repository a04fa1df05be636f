package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// serve starts the parts around the stack: the stream mapping, the stand-in for Meta, the public
// door.
func (c *cloud) serve(ctx context.Context) error {
	if c.twoParts() {
		if err := c.follow(ctx); err != nil {
			return err
		}
	}
	if err := c.openMeta(ctx); err != nil {
		return err
	}
	if err := c.openDoor(ctx); err != nil {
		return err
	}
	if err := c.openShop(ctx); err != nil {
		return err
	}
	return c.writeFacts()
}

// seed fills the table with the demo tenant, unless it is there.
func (c *cloud) seed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	return quietWith(ctx, c.environment(), ".local/bin/seed", "-run", c.dir+"/run.json",
		"-visits", fmt.Sprint(c.past))
}

func (c *cloud) announce(took time.Duration) {
	fmt.Printf(`
Botifire is up after %.0f s.

  start here          %s
  the demo shop       %s   (its chat is the widget)
  a WhatsApp phone    %s
  the team's app      %s/admin/
                      owner@demo.test, lead@…, agent@…, viewer@demo.test · password Demo-password-1!

  admin API           %s/v1/…        (OpenAPI: api/openapi.yaml)
  visitors' socket    ws://localhost:%d/visitor_socket?site=demo-shop&mode=full
  demo site key       demo-shop
  WhatsApp webhook    %s/webhooks/whatsapp/demo-app
  WhatsApp secret     demo-app-secret    (verify token: demo-verify-token)

  Ctrl-C ends it. The data stays in %s; FRESH=1 starts empty.

`, took.Seconds(), c.door(), c.shop(), c.phone(), c.door(), c.door(), c.port, c.door(), c.dir)
}

// runCommand runs the command of -then against the running cloud.
func (c *cloud) runCommand(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", c.then)
	cmd.Env = append(os.Environ(), "RUN="+filepath.Join(c.dir, "run.json"))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
