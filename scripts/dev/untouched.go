package main

import (
	"errors"
	"os"
	"path/filepath"
)

// untouched is the folder with the emulator's state right after a deploy: a test that starts empty at the same address,
// with the same files, takes it from there and does not wait for another deploy.
const untouched = "untouched"

// stamp is the file that names what a state was deployed from. It is written last.
const stamp = "deployed"

// parts are the folders in which the emulator keeps its state.
var parts = []string{"aws", "s3"}

// isDeployed tells whether the stack in a folder was deployed from the files of now.
func (c *cloud) isDeployed(dir string) bool {
	had, err := os.ReadFile(filepath.Join(dir, stamp))
	return err == nil && string(had) == c.sum
}

// saves tells whether the state is kept as it is after the deploy. Only tests start empty again and again.
func (c *cloud) saves() bool { return c.fresh && c.then != "" && c.apart == "" }

// save keeps the state of an emulator that has ended.
func (c *cloud) save() error {
	to := filepath.Join(c.dir, untouched)
	_ = os.Remove(filepath.Join(to, stamp)) // first, so that no half of a folder counts
	if err := errors.Join(os.RemoveAll(to), copyParts(to, c.dir)); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, stamp), []byte(c.sum), 0o644)
}

// restore begins with the stack as it was deployed, if that is there. The emulator is not running.
func (c *cloud) restore() error {
	from := filepath.Join(c.dir, untouched)
	if !c.saves() || !c.isDeployed(from) {
		return nil
	}
	if err := copyParts(c.dir, from); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, stamp), []byte(c.sum), 0o644)
}

func copyParts(to, from string) error {
	for _, part := range parts {
		if err := os.CopyFS(filepath.Join(to, part), os.DirFS(filepath.Join(from, part))); err != nil {
			return err
		}
	}
	return nil
}
