package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/oklog/ulid/v2"
)

const (
	dist  = ".local/dist"
	empty = "empty"
)

// workers are the functions to which no door leads: queues, the stream, timers and other functions call them.
var workers = map[string]bool{
	"answer": true, "embed": true, "knowledge-work": true, "mail-work": true, "relay": true, "search-work": true,
	"sweep": true, "visit-end": true, "whatsapp-delivery": true, "whatsapp-media": true, "whatsapp-send": true,
}

// sizes is each function's zip and cold start. An empty function is the baseline.
func (b *bench) sizes(_ context.Context, h *host.Host) error {
	binaries, err := filepath.Glob(dist + "/*/bootstrap")
	if err != nil {
		return err
	}
	cold := func(name string) (time.Duration, error) {
		var all times
		for range 15 {
			took, err := h.ColdStart(name)
			if err != nil {
				return 0, err
			}
			all = append(all, took)
		}
		return all.median(), nil
	}
	if _, err := cold(empty); err != nil { // the very first start is slower than any other
		return err
	}
	base, err := cold(empty)
	if err != nil {
		return err
	}
	title("Size as a zip, and from exec to the first request for an event (median of 15)")
	slowest, largest, ofPhones := time.Duration(0), 0.0, 0.0
	for _, binary := range binaries {
		name := filepath.Base(filepath.Dir(binary))
		if name == "echo" {
			continue
		}
		packed, err := archived(binary)
		if err != nil {
			return err
		}
		took, err := cold(name)
		if err != nil {
			return err
		}
		size := float64(len(packed)) / (1 << 20)
		fmt.Printf("  %-18s %5.2f MB  %9s  %5s an empty function's\n", name, size, ms(took), ratio(took, base))
		if name == empty || workers[name] {
			continue
		}
		slowest = max(slowest, took)
		if phones, err := judgesPhones(binary); err != nil {
			return err
		} else if phones {
			ofPhones = max(ofPhones, size)
		} else {
			largest = max(largest, size)
		}
	}
	b.add("the slowest cold start behind a door", "an empty function "+ms(base), beside(slowest, base, 3))
	b.add("the largest zip behind a door", "", figure{largest, 5, "MB"})
	b.add("the largest of those that judge phones", "", figure{ofPhones, 8, "MB"})
	return nil
}

// judgesPhones tells whether a function has the numbering plans in it, by the names of its routines.
func judgesPhones(path string) (bool, error) {
	raw, err := os.ReadFile(path)
	return bytes.Contains(raw, []byte("livechat/shared/dialling.")), err
}

// archived is a function's zip.
func archived(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate}
	header.SetMode(0o755)
	file, err := archive.CreateHeader(header)
	if err == nil {
		_, err = file.Write(raw)
	}
	if err == nil {
		err = archive.Close()
	}
	return out.Bytes(), err
}

// messages measures the time and the CPU time of a message in its function.
func (b *bench) messages(ctx context.Context, h *host.Host) error {
	const n, empties = 300, 3000 // the clock has steps of 10 ms, of which an empty function needs few
	var baseline, took times
	baseCPU, err := h.CPU(empty, func() error {
		for range empties {
			began := time.Now()
			if err := h.Invoke(ctx, empty, host.Object{}, nil); err != nil {
				return err
			}
			baseline = append(baseline, time.Since(began))
		}
		return nil
	})
	if err != nil {
		return err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return err
	}
	cpu, err := h.CPU("widget-message", func() error {
		for range n {
			if err := v.Rest(ctx); err != nil {
				return err
			}
			raw, _ := json.Marshal(host.Object{"action": "message", "id": ulid.Make().String(), "text": "When do you open?"})
			began := time.Now()
			if err := h.Frame(ctx, "widget-message", v.Conn(), raw); err != nil {
				return err
			}
			took = append(took, time.Since(began))
		}
		return nil
	})
	if err != nil {
		return err
	}
	title("A message that the fast bot answers, in widget-message, warm (300 times)")
	fmt.Printf("  p50 %s, p99 %s, %s of CPU time; an empty function: %s, %s, %s (%s, %s of CPU time)\n",
		ms(took.median()), ms(took.at(0.99)), ms(cpu/n), ms(baseline.median()), ms(baseline.at(0.99)), ms(baseCPU/empties),
		ratio(took.median(), baseline.median()), ratio(cpu/n, baseCPU/empties))
	least := max(baseCPU/empties, 10*time.Microsecond)
	b.add("processor for an exchange", "an empty function "+ms(least), beside(cpu/n, least, 12))
	return nil
}

// flood measures how a flood on one site slows down a visitor of another.
func (b *bench) flood(ctx context.Context, h *host.Host) error {
	v := h.Visitor(host.SlowSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return err
	}
	measure := func() (time.Duration, error) {
		var took times
		for range 60 {
			if err := v.Rest(ctx); err != nil {
				return 0, err
			}
			began := time.Now()
			if _, err := v.Say(ctx, "hello"); err != nil {
				return 0, err
			}
			took = append(took, time.Since(began))
		}
		return took.median(), nil
	}
	calm, err := measure()
	if err != nil {
		return err
	}
	flooding, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for flooding.Err() == nil { // a flooding script would reconnect at once, too
			bad := h.Visitor(host.FastSite)
			if bad.Arrive(flooding, "/") != nil {
				continue
			}
			for range 30 {
				_ = h.Frame(flooding, "widget-message", bad.Conn(),
					[]byte(`{"action":"message","id":"`+ulid.Make().String()+`","text":"flood"}`))
			}
		}
	}()
	stormy, err := measure()
	stop()
	<-done
	if err != nil {
		return err
	}
	title("A flood on one site, and a message on another (median of 60)")
	fmt.Printf("  in calm %s, in the flood %s (%s)\n", ms(calm), ms(stormy), ratio(stormy, calm))
	return nil
}
