package chat

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	Header   string           `json:"header,omitempty"` // its text; of a file only what kind it is, in Params
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

// TemplateParam is what has to be filled in. Key says where: header, header.NAME,
// body.NAME or button.INDEX; NAME may be a number.
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

// Approved is what Meta calls a template that may be sent.
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
		if all[i].Category == "marketing" && visitor.Marketing.Stopped {
			all[i].Cannot = "The customer does not want marketing messages."
		}
	}
	return slices.DeleteFunc(all, func(t Template) bool { return t.Status != Approved }), nil
}

// fill makes the body of a template from its values, or says what is missing.
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
	heads, words := []string{}, []string{} // what is filled in is not filled in again
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

// What Meta takes of a template once it is filled in, in characters.
const (
	maxTemplateHeader = 60
	maxTemplateBody   = 1024
	maxTemplateLink   = 2000
	maxCoupon         = 20
)

// buttonsFit tells why WhatsApp would refuse what was filled in in a template's buttons: the
// end of a link, or a code to copy.
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
		link := templateHole.ReplaceAllLiteralString(button.URL, value)
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

var templateHole = regexp.MustCompile(`\{\{[A-Za-z0-9_]+\}\}`)

// gaps tells whether a value has what Meta refuses in one: a new line of any kind, a tab, or
// more than three blanks in a row, of any width.
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

// TemplateNews is a change of one template, as Meta announced it.
type TemplateNews struct {
	Name, Language   string
	Status, Category string // "" if it did not change
	Reason           string
}

// FetchTemplates does RefreshTemplates for an owner.
func (c *Courier) FetchTemplates(ctx context.Context, a Agent, n Number) ([]Template, error) {
	all, err := c.RefreshTemplates(ctx, n)
	return all, c.Audited(ctx, a, err, "templates.fetched", n.ID, fmt.Sprintf("%d templates", len(all)))
}

// RefreshTemplates asks Meta for all templates of a number's account, and keeps them.
func (c *Courier) RefreshTemplates(ctx context.Context, n Number) ([]Template, error) {
	all, err := c.Sender.Templates(ctx, n, c.Now())
	if err != nil {
		return nil, err
	}
	return all, c.line.PutTemplates(ctx, n.Tenant, n.WABA, all)
}

// FetchChanged fetches the templates of which Meta has told, unless all were fetched since.
func (c *Courier) FetchChanged(ctx context.Context, t Task) error {
	n, err := c.store.NumberByID(ctx, t.Tenant, t.Number)
	if err != nil || n.Stopped != nil {
		return Except(err, ErrNotFound)
	}
	all, err := c.store.Templates(ctx, t.Tenant, n.WABA)
	if err != nil {
		return err
	}
	old := slices.ContainsFunc(all, func(had Template) bool { return !had.At.After(t.Told) })
	if old || len(all) == 0 {
		_, err = c.RefreshTemplates(ctx, n)
	}
	return err
}

// templatesSettle is how long we wait for more changes before all templates are fetched: who
// sends ten to Meta hears of each.
const templatesSettle = 10 * time.Second

// TemplateChanged takes in what Meta tells of a template, and has the account's templates
// fetched: Meta tells neither the words nor of what it has told before we listened.
func (c *Courier) TemplateChanged(ctx context.Context, n Number, news TemplateNews) error {
	err := c.line.UpdateTemplate(ctx, n.Tenant, n.WABA, news.Name, news.Language, func(t *Template) error {
		if news.Status != "" {
			t.Status, t.Reason = news.Status, news.Reason
		}
		if news.Category != "" {
			t.Category = news.Category
		}
		return nil
	})
	if Except(err, ErrNotFound) != nil {
		return err
	}
	return c.Queues.Send(ctx, Task{
		Tenant: n.Tenant, Number: n.ID, Act: ActTemplates, Told: c.Now(), After: templatesSettle,
	})
}

// MarketingConsent is whether somebody wants marketing messages, as they told WhatsApp.
type MarketingConsent struct {
	Stopped bool      `json:"stopped,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

// after tells whether a wish counts after another. Meta's clock has seconds: within one,
// what asks for less stands.
func (p MarketingConsent) after(had MarketingConsent) bool {
	return p.At.After(had.At) || (p.At.Equal(had.At) && p.Stopped && !had.Stopped)
}

// SetMarketingConsent takes in that somebody does or does not want marketing messages any more.
func (c *Courier) SetMarketingConsent(ctx context.Context, n Number, who Contact, p MarketingConsent) error {
	visitor, err := c.contact(ctx, n, who, p.At, false)
	if errors.Is(err, ErrErased) || (err == nil && !p.after(visitor.Marketing)) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.store.UpdateVisitor(ctx, visitor.Key(), func(v *Visitor) error {
		if p.after(v.Marketing) {
			v.Marketing = p
		}
		return nil
	})
	return Except(err, ErrErased)
}

// Notification is what Meta told beside messages and statuses, or what of those we do not know:
// kept as it came, and shown as what it is.
type Notification struct {
	ID     string    `json:"id"` // a hash of it: a repeat changes nothing
	At     time.Time `json:"at"`
	Field  string    `json:"field"` // Meta's word for what it is about
	What   string    `json:"what,omitempty"`
	WABA   string    `json:"waba,omitempty"`
	Number string    `json:"number,omitempty"`
	Raw    string    `json:"raw"`
	Cut    bool      `json:"cut,omitempty"` // it was longer
}

// MaxNotification is how much of what Meta told is kept, in bytes as they are stored.
const MaxNotification = 90 << 10

// stored is the beginning of a text that takes at most so many bytes where it is stored: some
// characters take six there.
func stored(text string, most int) string {
	for size := jsonSize(text); size > most; size = jsonSize(text) {
		text = strings.ToValidUTF8(text[:len(text)*most/size], "")
	}
	return text
}

// RecordNotification keeps news of an account, unless they are about somebody who was erased since.
func (c *Courier) RecordNotification(ctx context.Context, tenant TenantID, n Notification, about []Contact) error {
	ids := []Identity{}
	for _, who := range about {
		more, err := c.identitiesOf(ctx, tenant, who)
		if err != nil {
			return err
		}
		ids = append(ids, more...)
	}
	if gone, err := c.wasErased(ctx, tenant, ids, n.At); gone || err != nil {
		return err
	}
	whole := strings.ToValidUTF8(n.Raw, "\uFFFD")
	n.Raw = stored(whole, MaxNotification)
	n.Cut = len(n.Raw) < len(whole)
	return c.line.AddNotification(ctx, tenant, n, ids)
}

// Stopped says why nothing can be sent in a conversation through its number, or "".
func (d *Desk) Stopped(ctx context.Context, h Head) (string, error) {
	if h.Source != WhatsApp || h.Number == "" {
		return "", nil
	}
	n, err := d.numbers.get(string(h.Tenant)+"/"+h.Number, d.Now(),
		func() (Number, error) { return d.store.NumberByID(ctx, h.Tenant, h.Number) })
	if errors.Is(err, ErrNotFound) {
		return "The WhatsApp number of this conversation is bound no more.", nil
	}
	return n.WhyStopped(), err
}

// WhyStopped says why nothing is sent through a number, or "".
func (n *Number) WhyStopped() string {
	if n.Stopped == nil {
		return ""
	}
	return fmt.Sprintf("This WhatsApp number is stopped (%d): %s", n.Stopped.Code, n.Stopped.Reason)
}
