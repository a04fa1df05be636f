// Package chat is the domain: who talks to a tenant's bots, what was said, who
// answers, and how a person steps in. A message from a website, from WhatsApp or
// from an agent enters by Desk.Receive or Desk.Reply, is stored once, is tried at
// once by whoever stored it, and is finished by Desk.Relay, which reads the log.
//
// The package knows no AWS, no HTTP and no vendor: it speaks through the ports in
// ports.go. The JSON names of its nouns are those of api/schemas.yaml.
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
