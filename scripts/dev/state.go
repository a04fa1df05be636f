package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// open locks the folder of the state, and empties it if asked to.
func (o *options) open() (unlock func(), err error) {
	if o.dir, err = filepath.Abs(o.dir); err != nil {
		return nil, err
	}
	if unlock, err = lock(o.dir); err != nil || !o.fresh {
		return unlock, err
	}
	endLeftovers(o.dir)
	return unlock, empty(o.dir)
}

// empty removes all of a state but its lock.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.Name() != "lock" {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}

// lock keeps two runs from sharing a state.
func lock(dir string) (func(), error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("another run uses %s: end it first, or choose another with -dir", dir)
	}
	return func() { file.Close() }, nil
}

// checkout is the lock of this checkout.
const checkout = ".local/lock"

// oneAtATime does something while no other run with the same lock does: the others wait.
func oneAtATime(lock string, do func() error) error {
	if err := os.MkdirAll(filepath.Dir(lock), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(lock, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return do()
}
