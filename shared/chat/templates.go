package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/pattern"
	"github.com/botifire/livechat/shared/truncate"
)

// Template is a text that Meta has approved: the one thing that may be sent when the
// service window is closed.
type Template struct {
	WABA     string           `json:"waba"`
	Name     string           `json:"name"`
	Language string           `json:"language"`
	Category string           `json:"category"` // marketing, utility, authentication
	Status   string           `json:"status"`   // approved, pending, rejected, paused, disabled …
	Reason   string           `json:"reason,omitempty"`
	Header   string           `json:"header,omitempty"` // its text; of a file only the kind, in Params
	Body     string           `json:"body"`
	Footer   string           `json:"footer,omitempty"`
	Buttons  []TemplateButton `json:"buttons,omitempty"`
	Params   []TemplateParam  `json:"params,omitempty"`
	Cannot   string           `json:"cannot,omitempty"` // why it cannot be sent from here
	At       time.Time        `json:"at"`               // when Meta was asked
}

// TemplateButton is a button under a template.
type TemplateButton struct {
	Type string `json:"type"` // quick_reply, url, phone_number, copy_code, flow …
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
	Flow string `json:"flow,omitempty"` // Meta's id of the Flow that it opens
}

// TemplateParam is a placeholder. Key says where it stands: header, header.NAME, body.NAME or button.INDEX;
// NAME may be a number.
type TemplateParam struct {
	Key     string `json:"key"`
	Kind    string `json:"kind"` // text, image, video, document
	Example string `json:"example,omitempty"`
}

// Filled is a template as it is sent. Its words stand in Body.Text, its file in Body.Media.
type Filled struct {
	Name     string            `json:"name"`
	Language string            `json:"language"`
	Category string            `json:"category,omitempty"`
	Values   map[string]string `json:"values,omitempty"`
	Header   string            `json:"header,omitempty"` // as it reads: words, or the kind of file
	Footer   string            `json:"footer,omitempty"`
	Named    bool              `json:"named,omitempty"` // its parameters have names
	// Meta's id of the Flow that its button opens, and which button that is
	Flow   string `json:"flow,omitempty"`
	Button int    `json:"button,omitempty"`
}

// Approved is Meta's status of a template that may be sent.
const Approved = "approved"

// SendableTemplates is the templates that may be sent in a conversation now.
func (d *Desk) SendableTemplates(ctx context.Context, key ConversationKey) ([]Template, error) {
	head, err := d.store.Head(ctx, key)
	if err != nil {
		return nil, err
	}
	if head.Source != WhatsApp {
		return []Template{}, nil
	}
	n, err := d.numberOf(ctx, head)
	if err != nil {
		return nil, err
	}
	all, err := d.store.Templates(ctx, key.Tenant, n.WABA)
	if err != nil {
		return nil, err
	}
	visitor, err := d.store.Visitor(ctx, VisitorKey{head.Tenant, head.Visitor})
	if err != nil {
		return nil, err
	}
	for i := range all {
		if why := visitor.whyNoTemplate(&head, all[i].Category, d.Now()); why != "" {
			all[i].Cannot = why
		}
	}
	return slices.DeleteFunc(all, func(t Template) bool { return t.Status != Approved }), nil
}

// fill makes the body of a template from its values, or names the fault.
func (d *Desk) fill(ctx context.Context, h *Head, b *Body) error {
	sendable, err := d.SendableTemplates(ctx, h.Key())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sendable,
		func(t Template) bool { return t.Name == b.Template.Name && t.Language == b.Template.Language })
	if i < 0 {
		return Errorf(Invalid, "unknown_template",
			"There is no approved template of this name and language. An owner can fetch them anew under Settings, WhatsApp.")
	}
	t := sendable[i]
	if t.Cannot != "" {
		return Errorf(Conflict, "template_not_possible", "%s", t.Cannot)
	}
	return t.fill(b)
}

func (t *Template) fill(b *Body) error {
	b.Template.Category, b.Template.Footer = t.Category, t.Footer
	b.Template.Flow, b.Template.Button = "", 0
	if i := slices.IndexFunc(t.Buttons, func(button TemplateButton) bool { return button.Flow != "" }); i >= 0 {
		b.Template.Flow, b.Template.Button = t.Buttons[i].Flow, i
	}
	header, body := t.Header, t.Body
	heads, words := []string{}, []string{} // a value may look like a placeholder: it is not filled in again
	for _, p := range t.Params {
		value := strings.TrimSpace(b.Template.Values[p.Key])
		place, name, _ := strings.Cut(p.Key, ".")
		switch {
		case p.Kind != "text" && b.Media == nil:
			return Errorf(Invalid, "template_needs_file", "This template needs a file: %s.", p.Kind)
		case p.Kind != "text":
			header = p.Kind
		case Blank(value):
			return Errorf(Invalid, "template_incomplete", "The template needs a value for %s.", p.Key)
		case gaps(value):
			return Errorf(Invalid, "template_value",
				"The value for %s has a new line or a wide gap, which WhatsApp refuses in templates.", p.Key)
		case place == "header":
			heads = append(heads, "{{"+name+"}}", value)
		case place == "body":
			b.Template.Named = b.Template.Named || strings.Trim(name, "0123456789") != ""
			words = append(words, "{{"+name+"}}", value)
		}
		if p.Kind == "text" {
			b.Template.Values[p.Key] = value
		}
	}
	header, body = strings.NewReplacer(heads...).Replace(header), strings.NewReplacer(words...).Replace(body)
	for place, text := range map[string]string{"header": header, "body": body} {
		limit := map[string]int{"header": maxTemplateHeader, "body": maxTemplateBody}[place]
		if n := utf8.RuneCountInString(text); n > limit {
			return Errorf(Invalid, "template_too_long",
				"WhatsApp takes at most %d characters in the %s of a template; filled in, this has %d.", limit, place, n)
		}
	}
	if err := t.buttonsFit(b.Template.Values); err != nil {
		return err
	}
	for key := range b.Template.Values {
		if !slices.ContainsFunc(t.Params, func(p TemplateParam) bool { return p.Key == key }) {
			return Errorf(Invalid, "template_value_unknown", "The template has no place called %s.", truncate.Text(key, 60))
		}
	}
	b.Template.Header, b.Text = header, body
	return nil
}

// These are Meta's limits of a filled-in template, in characters.
const (
	maxTemplateHeader = 60
	maxTemplateBody   = 1024
	maxTemplateLink   = 2000
	maxCoupon         = 20
)

// buttonsFit refuses a value of a template's button that WhatsApp would refuse: the end of a link, or a code to
// copy.
func (t *Template) buttonsFit(values map[string]string) error {
	for i, button := range t.Buttons {
		value := values[fmt.Sprintf("button.%d.%s", i, button.Type)]
		if value == "" {
			continue
		}
		n := utf8.RuneCountInString(value)
		if button.Type == "copy_code" && n > maxCoupon {
			return Errorf(Invalid, "template_too_long",
				"WhatsApp takes codes of at most %d characters; this has %d.", maxCoupon, n)
		}
		if button.Type != "url" {
			continue
		}
		link := templateHole().ReplaceAllLiteralString(button.URL, value)
		if n := utf8.RuneCountInString(link); n > maxTemplateLink {
			return Errorf(Invalid, "template_too_long",
				"WhatsApp takes links of at most %d characters; filled in, this has %d.", maxTemplateLink, n)
		}
		if strings.ContainsFunc(value, unicode.IsSpace) {
			return Errorf(Invalid, "template_value",
				"The end of the link under %q has a blank in it, so that the link would lead nowhere.", button.Text)
		}
	}
	return nil
}

var templateHole = pattern.Lazy(`\{\{[A-Za-z0-9_]+\}\}`)

// gaps tells whether a value has white space that Meta refuses in one: a new line of any kind, a tab, or more
// than three blanks in a row, of any width.
func gaps(value string) bool {
	blanks := 0
	for _, r := range value {
		switch {
		case unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || unicode.IsControl(r):
			return true
		case unicode.IsSpace(r):
			blanks++
		default:
			blanks = 0
		}
		if blanks > 3 {
			return true
		}
	}
	return false
}
