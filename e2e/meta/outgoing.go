package meta

import "strings"

// outgoing is a message of the business, to the extent that Meta judges it.
type outgoing struct {
	Product   string `json:"messaging_product"`
	To        string
	Recipient string
	Type      string
	Carried   string `json:"biz_opaque_callback_data"`
	Status    string
	MessageID string                 `json:"message_id"`
	Typing    *struct{ Type string } `json:"typing_indicator"`
	Context   *struct {
		ID string `json:"message_id"`
	}
	Text                                   *struct{ Body string }
	Image, Audio, Video, Document, Sticker *attachment
	Location                               *struct{ Latitude, Longitude *float64 }
	Contacts                               []contact
	Reaction                               *struct {
		Message string `json:"message_id"`
		Emoji   *string
	}
	Interactive *interactive
	Template    *struct {
		Name       string
		Language   struct{ Code string }
		Components []component
	}
}

// attachment is a file of the business: one that was uploaded, or a link.
type attachment struct{ ID, Link, Caption, Filename string }

// component is the values for one part of a template.
type component struct {
	Type       string
	Parameters []Object
}

type contact struct {
	Name struct {
		Formatted string `json:"formatted_name"`
	}
}

type interactive struct {
	Type   string
	Header *struct {
		Type, Text string
		Image      *struct{ Link string }
	}
	Body   struct{ Text string }
	Action struct {
		Name     string
		Button   string
		Buttons  []struct{ Reply struct{ ID, Title string } }
		Sections []struct {
			Title string
			Rows  []struct{ ID, Title, Description string }
		}
		Parameters struct {
			Display string `json:"display_text"`
			URL     string
			Version string `json:"flow_message_version"`
			Flow    string `json:"flow_id"`
			CTA     string `json:"flow_cta"`
			Token   string `json:"flow_token"`
			Action  string `json:"flow_action"`
		}
	}
}

// to is the recipient: the digits of a phone number, or a BSUID.
func (m outgoing) to() string {
	if m.To != "" {
		return strings.TrimPrefix(m.To, "+")
	}
	return m.Recipient
}
