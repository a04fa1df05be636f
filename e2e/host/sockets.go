package host

import (
	"net/http"
	"strings"
)

// socket is the client's end of a connection.
type socket struct {
	open   bool
	frames [][]byte
}

// socket posts to a connection or closes it.
func (o *Outside) socket(op, path string, body []byte) (int, []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.sockets[path[strings.LastIndex(path, "/")+1:]]
	if s == nil || !s.open {
		return http.StatusGone, []byte(`{"message":"gone"}`)
	}
	if op == "close" {
		s.open = false
		return http.StatusNoContent, nil
	}
	s.frames = append(s.frames, body)
	return http.StatusOK, nil
}

func (o *Outside) opens(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sockets[id] = &socket{open: true}
}

func (o *Outside) closes(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if s := o.sockets[id]; s != nil {
		s.open = false
	}
}

// Open tells whether a connection is open.
func (o *Outside) Open(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sockets[id] != nil && o.sockets[id].open
}

// Frames returns the frames that a connection was sent since the last call.
func (o *Outside) Frames(id string) [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.sockets[id]
	if s == nil {
		return nil
	}
	frames := s.frames
	s.frames = nil
	return frames
}
