package chat

// WebChannel has the acts of a website's visitors: they connect, say hello, look at pages, open the chat, and
// read the messages. Their words come in by Desk.Receive, as those of a customer on WhatsApp do.
type WebChannel struct {
	*Desk
	SiteConnects int64 // how many pages a second may connect to one site; 0 for the usual number
}

// NewWebChannel makes the channel of a desk.
func NewWebChannel(desk *Desk) *WebChannel { return &WebChannel{Desk: desk} }
