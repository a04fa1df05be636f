package chat

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// Picture is the address of a card's picture if it is one that WhatsApp shows: JPEG or PNG.
func (c *Card) Picture() string {
	u, err := url.Parse(c.Image)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".jpg", ".jpeg", ".png":
		return c.Image
	}
	return ""
}

// apart makes a bubble of each card where there are pictures, since WhatsApp shows one in a message. Cards
// without pictures stay together, since each message costs.
func apart(bodies []Body) []Body {
	all := []Body{}
	for _, b := range bodies {
		if b.Kind != KindCards || !slices.ContainsFunc(b.Cards, func(c Card) bool { return c.Picture() != "" }) {
			all = append(all, b)
			continue
		}
		for i, c := range b.Cards {
			one := Body{Kind: KindCards, Cards: []Card{c}}
			if i == 0 {
				one.Text = b.Text
			}
			all = append(all, one)
		}
	}
	if len(all) > MaxBubbles {
		return bodies // better all cards without pictures than only some with
	}
	return all
}
