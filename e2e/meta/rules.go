package meta

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/rivo/uniseg"
)

// The pair rate limit: how many messages one recipient gets at once, and how often one after that.
const (
	burst     = 45
	pairEvery = 6 * time.Second
)

// judge refuses a message as Meta does, with its code and reason; the code is 0 if Meta accepts it.
// The caller holds the lock.
func (m *Meta) judge(msg outgoing, to string) (int, string) {
	c := m.customer(to)
	now := time.Now()
	for len(c.burst) > 0 && now.Sub(c.burst[0]) > burst*pairEvery {
		c.burst = c.burst[1:]
	}
	if len(c.burst) >= burst {
		return 131056, "(Business Account, Consumer Account) pair rate limit hit"
	}
	if msg.Type != "template" && !c.wrote.IsZero() && now.Sub(c.wrote) > 24*time.Hour {
		return 131047, "Message failed to send because more than 24 hours have passed since the customer last " +
			"replied to this number."
	}
	if code, why := m.content(msg, c); code != 0 {
		return code, why
	}
	c.burst = append(c.burst, now)
	return 0, ""
}

func short(s string, most int) bool { return s != "" && utf8.RuneCountInString(s) <= most }

// shows tells whether a text is visible and no longer than allowed.
func shows(s string, most int) bool { return !chat.Blank(s) && short(s, most) }

func invalid(what string) (int, string) { return 131009, "Parameter value is not valid: " + what }

func missing(what string) (int, string) { return 131008, "Required parameter is missing: " + what }

// content judges the part that the message's type names.
func (m *Meta) content(msg outgoing, c *customer) (int, string) {
	files := map[string]*attachment{
		"image": msg.Image, "audio": msg.Audio, "video": msg.Video, "document": msg.Document, "sticker": msg.Sticker,
	}
	if part, is := files[msg.Type]; is {
		return m.attachment(msg.Type, part)
	}
	switch msg.Type {
	case "text":
		if msg.Text == nil || !shows(msg.Text.Body, 4096) {
			return 100, "Param text['body'] must be at most 4096 characters long"
		}
	case "location":
		if l := msg.Location; l == nil || l.Latitude == nil || l.Longitude == nil {
			return missing("latitude and longitude")
		}
	case "contacts":
		if len(msg.Contacts) == 0 || len(msg.Contacts) > 257 || slices.ContainsFunc(msg.Contacts, nameless) {
			return invalid("contacts")
		}
	case "reaction":
		return judgeReaction(msg)
	case "interactive":
		if msg.Interactive == nil || !msg.Interactive.valid() {
			return invalid("interactive")
		}
	case "template":
		return m.judgeTemplate(msg, c)
	default:
		return 131051, "Unsupported message type"
	}
	return 0, ""
}

// attachment judges a file. The caller holds the lock.
func (m *Meta) attachment(kind string, part *attachment) (int, string) {
	if part == nil || (part.ID == "") == (part.Link == "") {
		return missing("one of id and link")
	}
	if _, kept := m.kept[part.ID]; part.ID != "" && !kept {
		return 131053, "Media upload error: no such media"
	}
	captioned := kind != "audio" && kind != "sticker"
	if utf8.RuneCountInString(part.Caption) > 1024 || part.Caption != "" && !captioned {
		return invalid("caption")
	}
	return 0, ""
}

func judgeReaction(msg outgoing) (int, string) {
	if msg.Reaction == nil || msg.Reaction.Message == "" || msg.Reaction.Emoji == nil {
		return missing("reaction")
	}
	if e := *msg.Reaction.Emoji; e != "" && uniseg.GraphemeClusterCount(e) != 1 {
		return invalid("reaction.emoji")
	}
	return 0, ""
}

func nameless(c contact) bool { return !shows(c.Name.Formatted, 1000) }
