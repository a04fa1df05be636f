package notify

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/trace"
)

const (
	// burst is how long answers belong to one burst, if the visitor does not come back: one notification tells of them.
	burst = 24 * time.Hour
	// retryAfter is the first wait after a service refused a notification for now; it grows with each try.
	retryAfter = 10 * time.Second
	// tries is how often one is tried. After that an e-mail tells of the answer, if the visitor left an address.
	tries = 5
	// life is how long a service keeps a notification for a browser that is off.
	life = 24 * time.Hour
	// topic has a notification take the place of one that still waits for its browser.
	topic = "answer"
	// Fragment stands at the end of the address that a notification opens: the widget opens the chat there.
	Fragment = "#botifire_chat"
)

// Answered has a visitor notified of a person's answer, if browsers of theirs are subscribed. relay calls it for each
// message.
func (b *Bell) Answered(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	if !m.FromPerson() || m.Sends {
		return nil
	}
	t, err := b.desk.Tenant(ctx, key.Tenant)
	if err != nil || t.Push.Public == "" { // without keys nobody is subscribed
		return chat.Except(err, chat.ErrNotFound)
	}
	h, err := b.store.HeadEventually(ctx, key)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	v, err := b.store.Visitor(ctx, chat.VisitorKey{Tenant: key.Tenant, ID: h.Visitor})
	if err != nil || len(v.Browsers) == 0 {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return b.Queue.Mail(ctx, chat.Task{Tenant: key.Tenant, Conversation: key.ID, Message: m.ID, Act: Act})
}

// Send does a task: it notifies of an answer that its visitor cannot see. It may be called any number of times.
// chat.Busy if another try may succeed.
func (b *Bell) Send(ctx context.Context, t chat.Task, tried int) error {
	err := b.send(ctx, t)
	if refusal, is := errors.AsType[*egress.Refused](err); is {
		if tried+1 >= tries {
			trace.Failed(ctx, "a visitor is not notified", err, "conversation", t.Conversation)
			return nil
		}
		return chat.Busy{After: max(refusal.After, time.Duration(tried+1)*retryAfter)}
	}
	return chat.Except(err, errNothing, chat.ErrNotFound, chat.ErrErased)
}

func (b *Bell) send(ctx context.Context, t chat.Task) error {
	head, err := b.store.Head(ctx, t.Key())
	if err != nil {
		return err
	}
	m, err := b.store.Message(ctx, t.Key(), t.Message)
	if err != nil {
		return err
	}
	if !unseen(head, m) {
		return errNothing
	}
	key := chat.VisitorKey{Tenant: t.Tenant, ID: head.Visitor}
	to, err := b.aims(ctx, key)
	if err != nil {
		return err
	}
	from, err := b.desk.Tenant(ctx, t.Tenant)
	switch {
	case err != nil:
		return err
	case !from.Suspended.IsZero():
		return errNothing
	case from.Push.Public == "": // it was made a moment ago
		return chat.Busy{After: chat.SettingsLife}
	}
	if to, err = b.claim(ctx, key, head, m, to); err != nil {
		return err
	}
	return b.push(ctx, from, key, m, to)
}

// unseen tells whether the visitor did not see an answer, wrote nothing since, and it was not taken back.
func unseen(h chat.Head, m chat.Message) bool {
	revoked := m.Marks != nil && !m.Marks.Revoked.IsZero()
	return h.SeenByVisitor < m.ID && !m.At.Before(h.VisitorAt) && !revoked
}

// push hands a notification to all browsers. One that is gone is forgotten. If none of them can have got it, because of
// a refusal or a fault of ours, the burst may be told of once more.
func (b *Bell) push(ctx context.Context, from chat.Tenant, key chat.VisitorKey, m chat.Message, to []aim) error {
	var gone []string
	var last error
	went := false
	for _, one := range to {
		body, _ := json.Marshal(one.note(m)) // text always encodes
		err := b.Sender.Send(ctx, from, one.browser.Subscription,
			chat.WebPush{Body: body, Topic: topic, Urgent: true, TTL: life})
		switch {
		case errors.Is(err, egress.ErrGone):
			gone = append(gone, one.browser.Subscription.Endpoint)
		case err == nil:
			went = true
		case unsure(err) || ctx.Err() != nil: // it may have been taken, so it is not sent again
			trace.Failed(ctx, "the outcome of a notification is unknown", err, "tenant", key.Tenant)
			went = true
		default:
			last = err
		}
	}
	if went {
		last = nil
	}
	if len(gone) == 0 && last == nil {
		return nil
	}
	return errors.Join(b.settle(ctx, key, m, gone, last != nil), last)
}

// note is what the service worker gets: words in the visitor's language, and the page that they lead to.
type note struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	URL   string `json:"url"`
	Lang  string `json:"lang"`
	Dir   string `json:"dir"`
}

// note is the notification of an answer in a browser.
func (a aim) note(m chat.Message) note {
	n := note{
		Title: a.site, Body: answeredBy(a.browser.Locale, m.Author.Name), URL: a.browser.Page + Fragment, Dir: "ltr",
	}
	if n.Lang = a.browser.Locale; n.Lang == "ar" {
		n.Dir = "rtl"
	}
	return n
}
