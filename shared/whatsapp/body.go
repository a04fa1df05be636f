package whatsapp

import (
	"cmp"
	"encoding/json"
	"path"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// body is the content of the message. Unknown content is kept under Meta's name for it.
func (m *message) body() chat.Body {
	if b, ok := m.read(); ok && b.Split() != nil {
		return b
	}
	kind := m.Type
	if kind == "" {
		kind = "unknown"
	}
	var what struct{ Type string }
	if m.part("unsupported", &what) && what.Type != "" {
		kind = what.Type
	}
	if m.Type == "interactive" && m.part("interactive", &what) && what.Type != "" {
		kind = what.Type
	}
	return chat.Body{Kind: chat.KindUnsupported, Type: truncate.Bytes(kind, 60)}
}

// read reads the message by its type, and returns false if it does not have a known shape.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
func (m *message) read() (chat.Body, bool) {
	switch m.Type {
	case "text":
		return readText(m)
	case "button":
		return readButton(m)
	case "interactive":
		return readInteractive(m)
	case "location":
		return readLocation(m)
	case "contacts":
		return readPeople(m)
	case "order":
		return readOrder(m)
	case "image", "audio", "video", "document", "sticker":
		return readMedia(m)
	case "reaction":
		return readReaction(m)
	case "edit":
		return readEdit(m)
	case "revoke":
		return readRevoke(m)
	case "request_welcome":
		return chat.Body{Kind: chat.KindEvent, Event: &chat.Event{Name: chat.OpenedChat}}, true
	}
	return chat.Body{}, false
}

func readText(m *message) (chat.Body, bool) {
	var t struct{ Body string }
	ok := m.part("text", &t)
	said := strings.TrimSpace(t.Body)
	return chat.Text(said), ok && said != ""
}

// readButton reads a tap on a template's quick reply. Its payload is kept beside its text.
func readButton(m *message) (chat.Body, bool) {
	var b struct{ Payload, Text string }
	m.part("button", &b)
	b.Text = cmp.Or(b.Text, b.Payload)
	return click(cmp.Or(b.Payload, b.Text), b.Text), b.Text != ""
}

func click(id, title string) chat.Body {
	return chat.Body{Kind: chat.KindClick, Text: title, Click: &chat.Click{Option: truncate.Bytes(id, 300), Title: title}}
}

func readInteractive(m *message) (chat.Body, bool) {
	type tap struct{ ID, Title, Description string }
	var i struct {
		Button *tap `json:"button_reply"`
		List   *tap `json:"list_reply"`
		Flow   *struct {
			Name string          `json:"name"`
			Body string          `json:"body"`
			JSON json.RawMessage `json:"response_json"`
		} `json:"nfm_reply"`
	}
	if !m.part("interactive", &i) {
		return chat.Body{}, false
	}
	switch {
	case i.Button != nil && i.Button.ID != "":
		return click(i.Button.ID, cmp.Or(i.Button.Title, i.Button.ID)), true
	case i.List != nil && i.List.ID != "":
		return click(i.List.ID, cmp.Or(i.List.Title, i.List.Description, i.List.ID)), true
	case i.Flow != nil:
		return readForm(i.Flow.Name, i.Flow.Body, i.Flow.JSON), true
	}
	return chat.Body{}, false
}

func readLocation(m *message) (chat.Body, bool) {
	var l struct {
		Latitude, Longitude json.Number
		Name, Address       string
	}
	if !m.part("location", &l) {
		return chat.Body{}, false
	}
	latitude, bad := l.Latitude.Float64()
	longitude, worse := l.Longitude.Float64()
	at := &chat.Location{
		Latitude: latitude, Longitude: longitude, Name: truncate.Bytes(l.Name, 1000),
		Address: truncate.Bytes(l.Address, 1000),
	}
	return chat.Body{Kind: chat.KindLocation, Location: at}, bad == nil && worse == nil
}

// readMedia reads a file that is fetched later: its id, its hash and its declared type.
func readMedia(m *message) (chat.Body, bool) {
	var f struct {
		Caption  string `json:"caption"`
		Type     string `json:"mime_type"`
		Hash     string `json:"sha256"`
		ID       id     `json:"id"`
		Filename string `json:"filename"`
		Voice    bool   `json:"voice"`
	}
	lost := m.lost()
	if !m.part(m.Type, &f) || (f.ID == "" && lost == "") {
		return chat.Body{}, false
	}
	claimed, _, _ := strings.Cut(f.Type, ";")
	file := chat.Media{
		Type: truncate.Bytes(strings.TrimSpace(claimed), 100), Voice: f.Voice, Meta: string(f.ID),
		Hash: truncate.Bytes(f.Hash, 100), State: chat.MediaWaiting,
	}
	if lost != "" {
		file.State, file.Reason = chat.MediaLost, lost
	}
	if f.Filename != "" {
		file.Name = truncate.Bytes(path.Base("/"+f.Filename), 400)
	}
	return chat.Body{Kind: chat.BodyKind(m.Type), Text: strings.TrimSpace(f.Caption), Media: &file}, true
}

// lost is the reason why Meta itself could not get the file of a message, "" if it could.
func (m *message) lost() string {
	for _, e := range troubles(m.Errors) {
		switch e.Code {
		case 131052, 131053:
			return "WhatsApp could not get the file from the customer's phone. Ask the customer to send it again."
		}
	}
	return ""
}

func readPeople(m *message) (chat.Body, bool) {
	var all []struct {
		Name struct {
			Formatted string `json:"formatted_name"`
			First     string `json:"first_name"`
			Last      string `json:"last_name"`
		} `json:"name"`
		Org      struct{ Company string } `json:"org"`
		Birthday string                   `json:"birthday"`
		Phones   []struct {
			Phone string `json:"phone"`
			WaID  string `json:"wa_id"`
		} `json:"phones"`
		Emails    []struct{ Email string } `json:"emails"`
		URLs      []struct{ URL string }   `json:"urls"`
		Addresses []struct{ Street, City, State, Zip, Country string }
		Origin    string `json:"origin"`
		Card      string `json:"vcard"`
	}
	if !m.part("contacts", &all) || len(all) == 0 {
		return chat.Body{}, false
	}
	b := chat.Body{Kind: chat.KindContacts}
	for _, c := range all {
		p := chat.VCard{Name: c.Name.Formatted, Org: c.Org.Company, Birthday: c.Birthday, Own: c.Origin == "contact_request"}
		if p.Name == "" {
			p.Name = strings.TrimSpace(c.Name.First + " " + c.Name.Last)
		}
		if p.Name == "" {
			p.Name = cardName(c.Card)
		}
		for _, phone := range c.Phones {
			if phone.Phone == "" && phone.WaID != "" {
				phone.Phone = "+" + phone.WaID
			}
			p.Phones = append(p.Phones, phone.Phone)
		}
		for _, e := range c.Emails {
			p.Emails = append(p.Emails, e.Email)
		}
		for _, u := range c.URLs {
			p.URLs = append(p.URLs, u.URL)
		}
		for _, a := range c.Addresses {
			parts := []string{}
			for _, part := range []string{a.Street, a.Zip, a.City, a.State, a.Country} {
				if part != "" {
					parts = append(parts, part)
				}
			}
			p.Places = append(p.Places, strings.Join(parts, ", "))
		}
		b.People = append(b.People, p)
	}
	return b, true
}

func readOrder(m *message) (chat.Body, bool) {
	var o struct {
		Catalog id     `json:"catalog_id"`
		Text    string `json:"text"`
		Items   []struct {
			SKU      id          `json:"product_retailer_id"`
			Quantity json.Number `json:"quantity"`
			Price    json.Number `json:"item_price"`
			Currency string      `json:"currency"`
		} `json:"product_items"`
	}
	if !m.part("order", &o) || len(o.Items) == 0 {
		return chat.Body{}, false
	}
	b := chat.Body{Kind: chat.KindOrder, Text: strings.TrimSpace(o.Text), Order: &chat.Order{Catalog: string(o.Catalog)}}
	for _, item := range o.Items {
		quantity, _ := item.Quantity.Float64()
		price, _ := item.Price.Float64()
		b.Order.Items = append(b.Order.Items, chat.OrderItem{
			SKU: string(item.SKU), Quantity: quantity, Price: price, Currency: item.Currency,
		})
	}
	return b, true
}

func readReaction(m *message) (chat.Body, bool) {
	var r struct {
		Message string `json:"message_id"`
		Emoji   string `json:"emoji"`
	}
	ok := m.part("reaction", &r) && r.Message != ""
	return chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: truncate.Bytes(r.Emoji, 64)}}, ok
}

// readEdit reads the new text of a message.
func readEdit(m *message) (chat.Body, bool) {
	var e struct {
		Original string          `json:"original_message_id"`
		Message  json.RawMessage `json:"message"`
	}
	if !m.part("edit", &e) || e.Original == "" {
		return chat.Body{}, false
	}
	now, ok := decode(e.Message)
	if !ok || now.Type == "edit" || now.Type == "revoke" || now.Type == "reaction" {
		return chat.Body{}, false
	}
	b := now.body()
	if b.Media != nil { // the file stays the same: only its caption can change
		b.Media = nil
	}
	return chat.Body{Kind: chat.KindEdit, Text: b.Text}, b.Kind != chat.KindUnsupported
}

func readRevoke(m *message) (chat.Body, bool) {
	var r struct {
		Original string `json:"original_message_id"`
	}
	return chat.Body{Kind: chat.KindRevoke}, m.part("revoke", &r) && r.Original != ""
}
