// Package dynamo stores everything in one DynamoDB table. Each need is one bounded Query or
// Get; there is no Scan, and no cost grows with history. Only Migrate, which an operator
// starts, walks the table.
//
//	need                                          how
//	--------------------------------------------  ---------------------------------------------------
//	connect: site key → bot                       SITE#key / SITE
//	webhook: app → secrets; number → bot          APP#key / APP; APP#key / NUM#id
//	tenant, its bots, scripts, numbers, replies   T#t / TENANT, BOT#b, SCRIPT#b#version, NUM#id, FLOWKEYS#id, CANNED#id
//	its sites, keys, team; last seen; sign-outs   T#t / SITE#key, KEY#id, ROSTER, SEEN#site, OUT#agent
//	canned replies that a person has alone        T#t / OWN#agent#CANNED#id
//	lists of the inbox under names; a person's    T#t / VIEWS; OWN#agent#VIEWS
//	words for a person of the team; their mark    T#t#U#agent / N#time#message; READ
//	answers of bots that wait for a person        T#t#H#held / question#conversation
//	alerts of a case; the latest of a person      T#t#C#c / A#case; T#t#U#agent / ALERTS
//	the latest automatic assignments              T#t / SHARES
//	the latest notices of a channel, a device     T#t / NOTICES#id
//	browsers of the team that are told            T#t / DEVICE#id
//	teams that invited an address                 INVITE#hash / t
//	hours that held until a time, of team or bot  T#t / HOURS#time#bot
//	the tenant of a number or an API key          NUMBER#id / OWNER; APIKEY#id / KEY
//	the latest waits for a person                 T#t / WAITS
//	audit log; jobs and receipts                  T#t#A#log / ulid; T#t / JOB#id
//	conversation head                             T#t#C#c / HEAD
//	append; a transcript's page; after a cursor   T#t#C#c / M#ulid, a reply M#ulid#r, a late pointer M#ulid#p
//	agents who have a conversation open           T#t#C#c / W#connection
//	an e-mail address that was left; its links    T#t#C#c / MAIL, L#hash
//	why nothing is written to an address          T#t#E#hash / SILENCE
//	WhatsApp id → bubble; parked statuses, marks  T#t#X#wamid / REF, S#status, M#ulid of a mark
//	identity → visitor; parked status, news       T#t#I#hmac / ID, X#wamid, N#news
//	rows of Flows' tables; the known Flows        T#t#C#c / F#ulid, F#ulid#bubble; T#t / FLOW#id
//	templates of a WhatsApp account; Meta's news  T#t / TPL#waba#name#language; T#t#NEWS / time#hash
//	visitor with visits and conversations         T#t#V#v / PROFILE, S#ulid, C#c, N#ulid
//	search by name, phone and its end, …          T#t#P#kind#first two letters / term#visitor
//	an agent's read mark                          T#t#C#c / R#agent
//	a visit's log                                 T#t#S#s / E#id
//	the team's sockets                            T#t#TEAM / connection
//	socket                                        CONN#connection / CONN
//	ticket; claim of an order; throttle           TICKET#hash / TICKET; T#t#O#goal#order / CLAIM; T#t / GATE#list
//	usage of a budget; a day's salt               T#t#B#budget#who / window; SALT / day
//	counters of a month; of deleted visits        T#t#D#month#shard, T#t#DE#month#shard / day#source#country#bot
//	unanswered questions; their askings           T#t#G#bot / id; T#t#G#bot#id / O#ulid
//	days of each asker; vectors; decisions        T#t#GD#month / day#c#bot#id; T#t#GV#all / id; T#t#GT#all / id
//	days on which entries written for them helped T#t#GE#month / day#c#bot#entry
//	entries of the knowledge; their versions      T#t#K#entries / E#id; T#t#KV#id / V#version
//	imports into it; sites that are read weekly   T#t#K#imports / I#ulid, W#hash
//	publications; the edition in force            T#t#K#editions / N#number; T#t / KNOWLEDGE
//	people to recount; files of the ledger        T#t#Y#recounts / N#ulid; T#t#Y#months / M#month, PROGRESS
//	inbox queues, visits, gaps, quiet, a Flow's    index list: T#t#L#queue#shard / time or rank
//	leads                                         T#t#LD#all / L#visit
//	all tenants, for the operator's commands      index list: TENANTS / id
//	conversations that wait for agents            index work: T#t#W#agent or none / waiting since
//	due rows                                      index due: DUE#0-15 / time
//	poison, parked rows                           POISON / time
//
// A tombstone is a row with nothing but gone, the time of an erasure. The row of an erased
// identity stays, leads to nobody, and has that time in vacant.
//
// The list index has its shard in the key. Visits use four, as their counters do (shard 0 of these is not in the
// key); all other lists use one. A row's document is the domain's JSON in d; v is its version, sv that of the schema;
// t marks the rows that the stream reader handles; rq is the call that wrote a message.
package dynamo

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Names that the stack and the stream reader share.
const (
	Partition = "pk"
	Sort      = "sk"
	TTL       = "ttl"
	TypeName  = "t"

	requestName = "rq" // of a message: the call that wrote it, for the log

	ListIndex, ListPartition, ListSort = "list", "lk", "ls"
	WorkIndex, WorkPartition, WorkSort = "work", "wk", "ws"
	DueIndex, DuePartition, DueSort    = "due", "dk", "ds"

	TypeMessage = "m" // inserted: relay finishes it
	TypeVisit   = "s" // inserted or changed: relay counts it
	TypeSocket  = "k" // removed: relay cleans up after it

	TypeHeld = "h" // inserted: relay sets its timer

	TypeKnowledge = "p" // a new publication, or an import with work: relay has it done
)

// DueShards is the number of partitions of the due index.
const DueShards = 16

// allTenants is the partition of the list index in which every tenant is.
const allTenants = "TENANTS"

type key struct{ pk, sk string }

func tenantKey(t chat.TenantID, sk string) key { return key{"T#" + string(t), sk} }

func of(t chat.TenantID, kind, id string) string { return "T#" + string(t) + "#" + kind + "#" + id }

func conversation(k chat.ConversationKey) string { return of(k.Tenant, "C", string(k.ID)) }

func headKey(k chat.ConversationKey) key { return key{conversation(k), "HEAD"} }

func messageKey(k chat.ConversationKey, id chat.MessageID) key {
	return key{conversation(k), "M#" + string(id)}
}

func viewerKey(k chat.ConversationKey, id chat.ConnectionID) key {
	return key{conversation(k), "W#" + string(id)}
}

// pointerKey is the key at which a late row is found by its time of arrival.
func pointerKey(k chat.ConversationKey, id chat.MessageID, at chat.MessageID) key {
	sum := sha256.Sum256([]byte(id))
	tail := base32.StdEncoding.EncodeToString(sum[:10])
	return key{conversation(k), "M#" + string(at)[:10] + tail + "#p"}
}

func visitor(k chat.VisitorKey) string { return of(k.Tenant, "V", string(k.ID)) }

func profileKey(k chat.VisitorKey) key { return key{visitor(k), "PROFILE"} }

func noteKey(k chat.VisitorKey, id string) key { return key{visitor(k), "N#" + id} }

func identityKey(t chat.TenantID, hash string) key {
	return key{of(t, "I", hash), "ID"}
}

func termKey(t chat.TenantID, term chat.Term, id chat.VisitorID) key {
	return key{terms(t, term), term.Text + "\x1f" + string(id)} // sorts before every letter: short terms first
}

func terms(t chat.TenantID, term chat.Term) string {
	return of(t, "P", term.Kind) + "#" + term.Bucket()
}

func readKey(t chat.TenantID, agent chat.AgentID, id chat.ConversationID) key {
	return key{conversation(chat.ConversationKey{Tenant: t, ID: id}), "R#" + string(agent)}
}

func visitKey(k chat.VisitKey) key {
	return key{visitor(chat.VisitorKey{Tenant: k.Tenant, ID: k.Visitor}), "S#" + string(k.ID)}
}

func eventKey(k chat.VisitKey, id string) key {
	return key{of(k.Tenant, "S", string(k.ID)), "E#" + id}
}

func socketKey(id chat.ConnectionID) key { return key{"CONN#" + string(id), "CONN"} }

func teamKey(t chat.TenantID, id chat.ConnectionID) key {
	return key{"T#" + string(t) + "#TEAM", string(id)}
}

// wamidRows is the partition of a WhatsApp id. Meta's ids are normally short, but a key must not be long.
func wamidRows(t chat.TenantID, wamid string) string { return of(t, "X", brief(wamid)) }

func wamidKey(t chat.TenantID, wamid, sk string) key { return key{wamidRows(t, wamid), sk} }

func countsKey(t chat.TenantID, c chat.Counts, shard int) key {
	return key{countsOfMonth(t, "D", c.Day[:7], shard), countsName(c)}
}

func countsName(c chat.Counts) string {
	return fmt.Sprintf("%s#%s#%s#%s", c.Day, c.Source, c.Country, c.Bot)
}

// countsOfMonth is the partition of a shard of a month's counters.
func countsOfMonth(t chat.TenantID, kind, month string, shard int) string {
	if shard == 0 {
		return of(t, kind, month)
	}
	return fmt.Sprintf("%s#%d", of(t, kind, month), shard)
}

func gapKey(t chat.TenantID, bot chat.BotID, id string) key { return key{of(t, "G", string(bot)), id} }

// list is a partition of the list index.
func list(t chat.TenantID, name string) string { return of(t, "L", name) + "#0" }

// visitList is the partition of a shard of the live or the past visits.
func visitList(t chat.TenantID, name string, shard int) string {
	return fmt.Sprintf("%s#%d", of(t, "L", name), shard)
}

// work is a partition of the work index.
func work(t chat.TenantID, agent chat.AgentID) string {
	if agent == "" {
		agent = "none"
	}
	return of(t, "W", string(agent))
}

// due is the partition of the due index for a row.
func due(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("DUE#%d", sum[0]%DueShards)
}

// stamp formats a time so that it sorts as text.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// brief makes a foreign text part of a key: a text that is too long is replaced by its hash.
func brief(text string) string {
	if len(text) <= 400 {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return "long-" + base32.StdEncoding.EncodeToString(sum[:])
}
