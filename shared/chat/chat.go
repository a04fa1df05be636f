// Package chat is the conversation and the visit: people talk to a tenant's bots, and the team steps
// in. A message from a website, from WhatsApp or from an agent enters by Desk.Receive or Desk.Reply and
// is stored once. The function that stored it completes it at once, best effort; Desk.Relay reads the
// log and completes the rest.
//
// The package knows no AWS, no HTTP and no vendor: it speaks through its ports. The JSON names of its
// nouns are those of api/schemas.yaml.
//
// Where things are:
//
//   - a message: message, body, kinds, parts, preview, cards, correct (edits), opened (a chat in which nobody spoke)
//   - a conversation: conversation (the head), history (its log), talk, rhythm (loops), gaps, blackout
//   - a visitor: visitor, profile, contacts and marketing (on WhatsApp), phone, naming, terms and fold (search)
//   - a visit: visit, visits, visits_whatsapp, presence, sign, viewed, counts
//   - a goal: goal, goals, reach, reached; a form: form, field, form_place
//   - a tenant: tenant, site, number, roster, faces, zone, secrets, audit
//   - in from a website: admit, hello, socket, web; in from both channels: receive, strangers
//   - the bot: answer; the team: takeover, reply, seen, read, agents and signin (sockets), wake (timers)
//   - WhatsApp: courier, whatsapp, deliver, statuses, fetch, templates, template_news, notifications, flows, flow_rows
//   - behind every writer: relay, relay_whatsapp, rebuild (recounts), rebuild_goals, rebuild_terms
//   - out: desk (posts to sockets), spread (to everybody who has a conversation open)
//   - rules: limits, ratelimit, modes (privacy), size, emoji, errors, pages (lists and cursors)
//   - ports: ports (the store), outward (the others), nobody (their twins that refuse)
package chat

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Ids have a prefix for their kind, so that a log line can be read.
type (
	// TenantID is t_… for a customer of ours.
	TenantID string
	// BotID is b_…
	BotID string
	// VisitorID is v_<ulid>.
	VisitorID string
	// VisitID is s_<ulid>.
	VisitID string
	// ConversationID is c_<hash of visitor and bot>.
	ConversationID string
	// ConnectionID is API Gateway's id of a socket.
	ConnectionID string
	// AgentID is Cognito's sub.
	AgentID string
	// MessageID is <ulid>, or <ulid>#r for the bot's reply to it.
	MessageID string
)

// Source is the channel through which a visitor talks.
type Source string

const (
	Web      Source = "web"
	WhatsApp Source = "whatsapp"
)

var lowerBase32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// ConversationOf is the id of the one conversation of a visitor with a bot. It is
// derived, so two first messages cannot make two conversations.
func ConversationOf(visitor VisitorID, bot BotID) ConversationID {
	sum := sha256.Sum256([]byte(string(visitor) + "\x00" + string(bot)))
	return ConversationID("c_" + lowerBase32.EncodeToString(sum[:16]))
}

const replySuffix = "#r"

// ReplyTo is the id of the one slot for the bot's reply to a question.
func ReplyTo(question MessageID) MessageID { return question + replySuffix }

// Base is the ULID part of the id: the question's, for a reply.
func (id MessageID) Base() string { return strings.TrimSuffix(string(id), replySuffix) }
