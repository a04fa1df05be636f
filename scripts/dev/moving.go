package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// portsOfRun is how many ports a run has: the door's, and those after it.
const portsOfRun = 5

// standardPort is the door's, unless the run is told another.
const standardPort = 8080

// move takes a kept state to the ports of this run.
func (c *cloud) move() error {
	had, err := portOf(c.dir)
	if err != nil || had == 0 || had == c.port || c.apart != "" {
		return err
	}
	fmt.Printf("  the data in %s moves from port %d to %d\n", c.dir, had, c.port)
	return c.readdress(had)
}

// readdress has the state of a run at one port be one of this run. The emulator saves addresses, such as those of
// queues, and a deploy does not change them. The emulator is not running.
func (c *cloud) readdress(had int) error {
	return filepath.WalkDir(filepath.Join(c.dir, "aws"), func(file string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it was deployed to a cloud that runs apart
		}
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".json" {
			return err
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(file, readdressed(raw, had, c.port), 0o644)
	})
}

// portOf is the door's port of the run whose state is in a folder, as the settings of its stack say; 0 if there is no
// state.
func portOf(dir string) (int, error) {
	raw, err := os.ReadFile(filepath.Join(dir, settingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var was struct{ Door string }
	if err := json.Unmarshal(raw, &was); err != nil {
		return 0, err
	}
	port := localPort.FindStringSubmatch(was.Door)
	if port == nil {
		return 0, nil
	}
	return strconv.Atoi(port[2])
}

var localPort = regexp.MustCompile(`(localhost:|127\.0\.0\.1:)(\d+)`)

// readdressed has the addresses of a run at one port be those of a run at another.
func readdressed(raw []byte, from, to int) []byte {
	return localPort.ReplaceAllFunc(raw, func(address []byte) []byte {
		parts := localPort.FindSubmatch(address)
		port, err := strconv.Atoi(string(parts[2]))
		if err != nil || port < from || port >= from+portsOfRun {
			return address
		}
		return fmt.Appendf(nil, "%s%d", parts[1], port-from+to)
	})
}
