package chat

// Courier is the way to WhatsApp and back. Only the functions that serve Meta have one: of the
// others none can send to a customer.
type Courier struct {
	*Desk
	Sender  Sender
	Fetcher Fetcher
}

// NewCourier makes a courier of a desk. It takes in what Meta brings; sending and fetching refuse
// until the caller sets their ports.
func NewCourier(desk *Desk) *Courier {
	return &Courier{Desk: desk, Sender: noLine{}, Fetcher: noLine{}}
}
