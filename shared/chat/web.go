package chat

// WebChannel is what visitors of a website may do: they connect, say hello, look at pages, open
// the chat, and read what was said. Their words come in by Desk.Receive, as those of a customer on
// WhatsApp do.
type WebChannel struct{ *Desk }

// NewWebChannel makes the channel of a desk.
func NewWebChannel(desk *Desk) *WebChannel { return &WebChannel{desk} }
