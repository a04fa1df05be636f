package main

import (
	"errors"
	"os"
	"path/filepath"
)

// untouched is the folder with the emulator's state right after a deploy of this checkout. A test that starts empty
// with the same files takes it from there to its own ports, and does not wait for another deploy.
const untouched = ".local/untouched"

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
func (o options) saves() bool { return o.fresh && o.then != "" && o.apart == "" }

// save keeps the state of an emulator that has ended.
func (c *cloud) save() error {
	_ = os.Remove(filepath.Join(untouched, stamp)) // first, so that no half of a folder counts
	if err := errors.Join(os.RemoveAll(untouched), copyParts(untouched, c.dir)); err != nil {
		return err
	}
	settings, err := os.ReadFile(c.settings())
	return errors.Join(err, os.WriteFile(filepath.Join(untouched, settingsFile), settings, 0o644),
		os.WriteFile(filepath.Join(untouched, stamp), []byte(c.sum), 0o644))
}

// restore begins with the stack as it was deployed, if that is there. The emulator is not running.
func (c *cloud) restore() error {
	if !c.saves() || !c.isDeployed(untouched) {
		return nil
	}
	had, err := portOf(untouched)
	if err := errors.Join(err, copyParts(c.dir, untouched)); err != nil {
		return err
	}
	if err := c.readdress(had); err != nil {
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
