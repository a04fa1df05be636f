package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that we started, in a process group of its own, so that its children end
// with it.
type process struct {
	cmd  *exec.Cmd
	name string
	done chan struct{}
}

func start(dir, name string, env []string, command string, args ...string) (*process, error) {
	log, err := os.Create(filepath.Join(dir, name+".log"))
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(command, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s does not start: %w", name, err)
	}
	p := &process{cmd, name, make(chan struct{})}
	go func() {
		_ = cmd.Wait()
		log.Close()
		close(p.done)
	}()
	return p, nil
}

// stop asks the process to end, waits, and then ends its whole group. It tells whether the process ended by itself.
func (p *process) stop(patience time.Duration) (ended bool) {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		ended = true
	case <-time.After(patience):
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
	return ended
}

// ready waits until an address answers, or the process ends.
func (p *process) ready(ctx context.Context, address string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			answer.Body.Close()
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended at once; see its log", p.name)
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer within %s; see its log", p.name, limit)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// remember saves which process groups we started. A run that is killed cannot end them: the next
// one does.
func (c *cloud) remember() {
	var lines []string
	for _, p := range c.processes {
		lines = append(lines, fmt.Sprint(p.cmd.Process.Pid))
	}
	_ = os.WriteFile(filepath.Join(c.dir, "pids"), []byte(strings.Join(lines, "\n")), 0o644)
}

// endLeftovers ends the processes that a killed run left behind. A process id that now belongs to
// another program is left alone.
func endLeftovers(dir string) {
	raw, err := os.ReadFile(filepath.Join(dir, "pids"))
	if err != nil {
		return
	}
	for _, line := range strings.Fields(string(raw)) {
		pid, err := strconv.Atoi(line)
		if err != nil {
			continue
		}
		command, _ := exec.Command("ps", "-o", "args=", "-p", line).Output()
		if !strings.Contains(string(command), "ministack") && !strings.Contains(string(command), "dynoxide") {
			continue
		}
		_ = syscall.Kill(-pid, syscall.SIGKILL)
		for range 50 { // its ports are free once it is gone
			if syscall.Kill(pid, 0) != nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	_ = os.Remove(filepath.Join(dir, "pids"))
}

// free returns an error if one of the ports is taken, before anything is started.
func free(ports ...int) error {
	for _, port := range ports {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			return fmt.Errorf("port %d is in use: end what uses it, or choose others with PORT=…", port)
		}
		listener.Close()
	}
	return nil
}

// without drops variables from an environment: the user's own AWS account must never be reached
// from here.
func without(env []string, prefixes ...string) []string {
	var kept []string
	for _, pair := range env {
		drop := false
		for _, prefix := range prefixes {
			drop = drop || strings.HasPrefix(pair, prefix)
		}
		if !drop {
			kept = append(kept, pair)
		}
	}
	return kept
}
