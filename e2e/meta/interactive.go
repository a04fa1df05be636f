package meta

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// valid judges buttons and lists by Meta's limits.
func (i *interactive) valid() bool {
	a := i.Action
	if i.Header != nil && i.Type != "button" {
		return false // the product sends no other kind with a header
	}
	switch i.Type {
	case "button":
		return i.validButtons()
	case "list":
		return i.validList()
	case "cta_url":
		p := a.Parameters
		return a.Name == "cta_url" && shows(p.Display, 20) && isLink(p.URL) && shows(i.Body.Text, 1024)
	case "flow":
		p := a.Parameters
		filled := p.Flow != "" && p.Token != "" && short(p.CTA, 30) && shows(i.Body.Text, 1024)
		return a.Name == "flow" && p.Version == "3" && p.Action == "data_exchange" && filled
	case "location_request_message":
		return a.Name == "send_location" && shows(i.Body.Text, 1024)
	case "request_contact_info":
		return a.Name == "request_contact_info" && shows(i.Body.Text, 1024)
	}
	return false
}

func (i *interactive) validButtons() bool {
	buttons, seen := i.Action.Buttons, map[string]bool{}
	ok := len(buttons) >= 1 && len(buttons) <= 3 && shows(i.Body.Text, 1024)
	if h := i.Header; h != nil {
		text := h.Type == "text" && short(h.Text, 60)
		image := h.Type == "image" && h.Image != nil && strings.HasPrefix(h.Image.Link, "http")
		ok = ok && (text || image)
	}
	for _, b := range buttons {
		title, id := "title "+b.Reply.Title, "id "+b.Reply.ID
		ok = ok && shows(b.Reply.Title, 20) && shows(b.Reply.ID, 256) && !seen[title] && !seen[id]
		seen[title], seen[id] = true, true
	}
	return ok
}

func (i *interactive) validList() bool {
	sections, rows, seen := i.Action.Sections, 0, map[string]bool{}
	ok := len(sections) >= 1 && len(sections) <= 10 && shows(i.Body.Text, 4096) && shows(i.Action.Button, 20)
	for _, s := range sections {
		ok = ok && utf8.RuneCountInString(s.Title) <= 24
		for _, row := range s.Rows {
			rows++
			ok = ok && shows(row.Title, 24) && shows(row.ID, 200) && !seen[row.ID]
			ok = ok && utf8.RuneCountInString(row.Description) <= 72
			seen[row.ID] = true
		}
	}
	return ok && rows >= 1 && rows <= 10
}

// isLink tells whether a phone can open an address.
func isLink(address string) bool {
	link, err := url.Parse(address)
	web := err == nil && (link.Scheme == "https" || link.Scheme == "http")
	return web && link.Hostname() != "" && len(address) <= 2000
}
