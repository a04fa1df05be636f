package media

import (
	"errors"
	"io"
)

// sniffed is how much is read of a file's beginning, and listed how much of its end, in bytes.
// A zip archive lists at its end what is in it.
const (
	sniffed = 64 << 10
	listed  = 256 << 10
)

var errUnread = errors.New("this part of the file is not looked at")

// sample is what is looked at of a file, however large it is: how it begins and, where that is
// asked for, how it ends.
type sample struct {
	head, tail []byte
	size       int64
	read       func(from, to int64) ([]byte, error) // both included
	failed     error                                // of read
}

// ReadAt reads from what is looked at.
func (s *sample) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) <= int64(len(s.head)) {
		return copy(p, s.head[at:]), nil
	}
	from := max(0, s.size-listed)
	if s.tail == nil && s.failed == nil && s.size > 0 {
		s.tail, s.failed = s.read(from, s.size-1)
	}
	switch {
	case s.failed != nil:
		return 0, s.failed
	case at >= from+int64(len(s.tail)):
		return 0, io.EOF
	case at < from:
		return 0, errUnread
	}
	n := copy(p, s.tail[at-from:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
