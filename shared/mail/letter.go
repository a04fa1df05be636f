package mail

import (
	"context"
	"strings"
	"unicode"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// Letter is one mail. It is plain text: nothing in it can be markup.
type Letter struct {
	Key      chat.ConversationKey
	To       string
	Team     string // the name of its sender
	ReplyTo  string // the team's own mailbox
	Subject  string
	Text     string
	OneClick string // an address that ends all mail by one POST (RFC 8058)
}

const (
	maxQuoted = 5    // answers in a letter, the latest
	maxQuote  = 1000 // characters of one
)

// ways are the texts of a letter's links.
type ways struct{ back, stop string }

// ways makes the links of a letter to an address.
func (p *Post) ways(ctx context.Context, key chat.ConversationKey, b Box) (ways, error) {
	proof, err := p.proof(ctx, key, "mail-stop", b.Hash)
	if err != nil {
		return ways{}, err
	}
	back, err := p.mint(ctx, key, b)
	return ways{back, text(key, b.Hash+"."+proof)}, err
}

// write makes a letter. An address that is not proved yet may be anybody's: it gets the team's name, and not a word of
// the conversation.
func (p *Post) write(
	tenant chat.Tenant, key chat.ConversationKey, b Box, ways ways, unseen []chat.Message,
) Letter {
	say, team := words[tongue(b.Locale)], Line(tenant.Name)
	parts := []string{say.hello}
	if len(unseen) > 0 {
		parts = append(parts, fill(say.answered, team))
	} else {
		parts = append(parts, fill(say.asked, team))
	}
	if !b.Proved.IsZero() {
		parts = append(parts, quotes(say, unseen)...)
	}
	parts = append(parts,
		say.goOn+"\n"+p.Door+Page+"#go="+ways.back,
		say.once,
		fill(say.replies, tenant.Mailbox),
		say.stop+"\n"+p.Door+Page+"#stop="+ways.stop,
	)
	subject := say.waiting
	if len(unseen) == 0 {
		subject = say.link
	}
	return Letter{
		Key: key, To: b.Address, Team: team, ReplyTo: tenant.Mailbox, Subject: fill(subject, team),
		Text: strings.Join(parts, "\n\n") + "\n", OneClick: p.Door + "/mail/stop?link=" + ways.stop,
	}
}

// Page is the path of the page to which the links of letters lead, at the door.
const Page = "/widget/back.html"

// quotes is the latest of some answers, each with its author.
func quotes(say phrases, unseen []chat.Message) []string {
	var all []string
	for _, m := range unseen[max(0, len(unseen)-maxQuoted):] {
		all = append(all, Line(m.Author.Name)+": "+quote(say, &m.Shown()[0].Body))
	}
	return all
}

// quote is the words of an answer, or the name of its file.
func quote(say phrases, b *chat.Body) string {
	switch said := strings.TrimSpace(b.Text); {
	case said != "":
		return truncate.Text(said, maxQuote)
	case b.Media != nil && b.Media.Name != "":
		return Line(b.Media.Name) + " " + say.there
	}
	return say.there
}

// Line is a name in one line: it stands in headers of letters.
func Line(name string) string { return truncate.Text(strings.Join(Words(name), " "), 100) }

// Words are those of a text, without signs that would begin another line.
func Words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) })
}

func fill(say, what string) string { return strings.ReplaceAll(say, "{}", what) }
