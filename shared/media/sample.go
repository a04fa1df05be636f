package media

import (
	"errors"
	"io"
)

// sniffed is the number of bytes read at a file's beginning, listed the number read at its end: a
// zip archive has its directory there.
const (
	sniffed = 64 << 10
	listed  = 256 << 10
)

var errUnread = errors.New("this part of the file is not read")

// sample is the judged part of a file of any size: its beginning and, if needed, its end.
type sample struct {
	head, tail []byte
	size       int64
	read       func(from, to int64) ([]byte, error) // both included
	failed     error                                // of read
}

// ReadAt reads from the sample.
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
