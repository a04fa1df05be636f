package notify

import (
	"context"
	"net/url"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

var (
	errPrivate = chat.Errorf(chat.Conflict, "private_mode", "In private mode nothing is kept by which to notify you.")
	errOff     = chat.Errorf(chat.Conflict, "no_notifications", "This website sends no notifications.")
	errBot     = chat.Errorf(chat.Conflict, "not_waiting", "Ask for a person first: then you can be notified.")
)

// Subscribe has a visitor notified in a browser. page is where they are, locale the language of their widget.
func (b *Bell) Subscribe(ctx context.Context, s chat.Socket, to chat.Subscription, page, locale string) error {
	if !s.Mode.Keeps(chat.KeepBrowsers) {
		return errPrivate
	}
	if err := to.Valid(b.Local); err != nil {
		return err
	}
	site, err := b.store.Site(ctx, s.Site)
	if err == nil && !site.Notifies(originOf(page)) {
		err = errOff
	}
	if err != nil {
		return err
	}
	head, err := b.store.Head(ctx, s.ConversationKey())
	if chat.Except(err, chat.ErrNotFound) != nil {
		return err
	}
	if err != nil || head.Owner == chat.OwnerBot {
		return errBot
	}
	if err := b.maySubscribe(ctx, s); err != nil {
		return err
	}
	_, err = b.store.UpdateVisitor(ctx, s.VisitorKey(), func(v *chat.Visitor) error {
		if v.Blocked || !v.Leaving.IsZero() {
			return errOff
		}
		v.AddBrowser(chat.Browser{
			Subscription: to, Site: s.Site, Page: kept(page, s.Pages), Locale: tongue(locale),
			Since: b.desk.Now(),
		})
		return nil
	})
	return err
}

// maySubscribe bounds how many browsers come from a visitor and a network.
func (b *Bell) maySubscribe(ctx context.Context, s chat.Socket) error {
	err := b.desk.Limit(ctx, s.Tenant, chat.BrowsersPerVisitor, string(s.Visitor))
	if err == nil && s.Caller != "" {
		err = b.desk.Limit(ctx, s.Tenant, chat.BrowsersPerNetwork, s.Caller)
	}
	return err
}

// longestPage is how long the address of a page may be, so that a notification fits what services take.
const longestPage = 1000

// kept is the address of a page as it is kept: without its fragment, and the website's first page where it is too long,
// or has a part that is not kept.
func kept(page string, names []string) string {
	at, _, _ := strings.Cut(privacy.PageURL(page, names...), "#")
	if at == "" || len(at) > longestPage || strings.Contains(at, "*") {
		return originOf(page) + "/"
	}
	return at
}

// originOf is the scheme and the host of a page's address, "" for none.
func originOf(page string) string {
	at, err := url.Parse(page)
	if err != nil || at.Host == "" {
		return ""
	}
	return at.Scheme + "://" + strings.ToLower(at.Host)
}
