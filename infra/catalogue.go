package main

import (
	"slices"

	"github.com/botifire/livechat/shared/knowledge"
)

// catalogue lists every function with its trigger, its settings and its rights. An operation of the
// API is served by the function whose tag it has in api/openapi.yaml.
func catalogue(m means) []spec {
	return slices.Concat(visitorFunctions(m), agentFunctions(m), whatsappFunctions(m),
		adminFunctions(m), ownerFunctions(m), innerFunctions(m), mailFunctions(m))
}

// The WebSocket APIs, each named like its public path.
const (
	visitorSocket = "visitor_socket"
	agentSocket   = "agent_socket"
)

func visitorFunctions(m means) []spec {
	return []spec{{
		name: "widget-connect", seconds: 5, wake: wake{socket: visitorSocket, event: "connect"},
		env:    m.connects,
		grants: []grant{m.table(get, put, update)},
	}, {
		name: "widget-message", seconds: 10, wake: wake{socket: visitorSocket, event: "message"}, posts: true,
		env: with(m.sealed, m.files, m.judges, m.letters),
		grants: []grant{
			m.table(reads, writes), m.index(m.work), m.unseal, m.copyUploads, m.dropQuarantined, m.readEditions, m.askEmbed,
		},
	}, {
		name: "widget-disconnect", seconds: 5, wake: wake{socket: visitorSocket, event: "disconnect"},
		grants: []grant{m.table(update, remove)},
	}}
}

func agentFunctions(m means) []spec {
	return []spec{{
		name: "agent-connect", seconds: 5, wake: wake{socket: agentSocket, event: "connect"},
		grants: []grant{m.table(get, put, remove)},
	}, {
		name: "agent-message", seconds: 10, wake: wake{socket: agentSocket, event: "message"}, posts: true,
		env:    m.sends,
		grants: []grant{m.table(reads, writes), m.index(m.work), m.queueSend},
	}, {
		name: "agent-disconnect", seconds: 5, wake: wake{socket: agentSocket, event: "disconnect"},
		grants: []grant{m.table(update, remove)},
	}}
}

func whatsappFunctions(m means) []spec {
	return []spec{{
		name: "whatsapp-webhook", seconds: 20, posts: true,
		wake: wake{routes: []string{"GET /webhooks/whatsapp/{app}", "POST /webhooks/whatsapp/{app}"}},
		env:  with(m.sealed, m.sends, m.deliveries, m.files),
		grants: append([]grant{
			m.table(get, query, put, remove), m.unseal, m.queueSend, m.queueDelivery,
		}, m.storeDeliveries...),
	}, {
		name: "whatsapp-delivery", seconds: deliverySeconds, memory: 1024, wake: wake{queue: m.queues.delivery}, posts: true,
		env: with(m.sealed, m.sends, m.deliveries, m.files),
		grants: append([]grant{
			m.table(get, query, put, remove), m.unseal, m.queueSend, m.delay(m.queues.delivery),
		}, m.takeDeliveries...),
	}, {
		name: "whatsapp-send", seconds: sendSeconds, wake: wake{queue: m.queues.send}, posts: true,
		env:    with(m.sealed, m.graph, m.sends, m.files),
		grants: []grant{m.table(get, query, put, update, remove), m.unseal, m.delay(m.queues.send), m.readKept},
	}, {
		name: "whatsapp-media", seconds: mediaSeconds, wake: wake{queue: m.queues.media}, posts: true,
		env:    with(m.sealed, m.graph, m.fetches, m.files),
		grants: []grant{m.table(get, query, put, remove), m.unseal, m.delay(m.queues.media), m.writeKept},
	}, {
		name: "whatsapp-flow", seconds: 5, wake: wake{routes: []string{"POST /webhooks/flows/{app}/{number}"}},
		env:    m.sealed,
		grants: []grant{m.table(get, put), m.unseal},
	}}
}

// ofDays is the memory of functions that change days of the ledger: two of ledger.MaxDay at once, as lines and as text.
const ofDays = 1024

// adminFunctions serve the team at its work.
func adminFunctions(m means) []spec {
	return []spec{{
		name: "admin-visitors", seconds: 10, wake: wake{tag: "visitors"}, posts: true, audits: true,
		env:    m.sealed,
		grants: []grant{m.table(reads, writes), m.index(m.list), m.unseal},
	}, {
		name: "admin-inbox", seconds: 10, wake: wake{tag: "inbox"}, posts: true,
		env: with(m.sealed, m.files, m.sends, m.asksModels),
		grants: append([]grant{
			m.table(reads, writes), m.index(m.list, m.work), m.unseal, m.queueSend, m.copyUploads, m.dropUploads,
			m.cannedFiles,
		}, m.askModels...),
	}, {
		name: "admin-search", seconds: 20, memory: 1024, wake: wake{tag: "search"},
		env:    with(m.sealed, m.files),
		grants: append([]grant{m.table(reads), m.unseal}, m.readIndex...),
	}, {
		name: "admin-insights", seconds: 10, memory: ofDays, wake: wake{tag: "insights"},
		env:    with(m.sealed, m.files),
		grants: append([]grant{m.table(reads, put), m.index(m.list), m.unseal, m.readEditions}, m.ledger...),
	}}
}

// ownerFunctions serve the owners of a team, and their servers.
func ownerFunctions(m means) []spec {
	return []spec{{
		name: "admin-settings", seconds: 25, wake: wake{tag: "settings"}, posts: true, audits: true, invites: true,
		env: with(m.sealed, m.graph, m.web, m.files, m.models, m.letters),
		grants: []grant{ // it deletes and counts invitations; guardAudit denies it the audit log's entries
			m.table(reads, put, update, remove), m.index(m.list, m.work), m.unseal, m.seal, m.writeSites, m.writeFaces,
			m.readEditions,
		},
	}, {
		name: "admin-knowledge", seconds: 28, memory: 512, wake: wake{tag: "knowledge"}, audits: true,
		env: with(m.sealed, m.files, m.judges, m.asksModels),
		grants: slices.Concat([]grant{
			m.takeImports, m.table(reads, writes), m.index(m.list), m.unseal, m.askEmbed,
		}, m.makeEditions, m.askModels),
	}, {
		name: "admin-privacy", seconds: 28, memory: ofDays, wake: wake{tag: "privacy"}, posts: true, audits: true,
		env:    with(m.files, m.left, m.tasks, m.deliveries),
		grants: append([]grant{m.table(reads, writes), m.index(m.list), m.queueDelivery}, m.erase...),
	}, {
		name: "server-api", seconds: 10, wake: wake{tag: "server"}, posts: true, audits: true,
		grants: []grant{m.table(reads, writes)},
	}}
}

// innerFunctions are the functions that no client calls.
func innerFunctions(m means) []spec {
	return []spec{{
		name: "relay", seconds: 30, wake: wake{stream: true}, posts: true,
		env:    with(m.tasks, m.fetches, m.ends, m.prints, m.searches, m.files, m.judges, m.mails, m.mailed),
		grants: []grant{m.table(reads, writes), m.index(m.work), m.queueAll, m.dropKept, m.readEditions, m.askEmbed},
	}, {
		name: "answer", seconds: answerSeconds, wake: wake{queue: m.queues.answer}, posts: true,
		env: with(m.sealed, m.asks, m.files, m.judges, m.asksModels),
		grants: append([]grant{
			m.table(reads, writes), m.index(m.work), m.unseal, m.delay(m.queues.answer), m.readEditions, m.askEmbed,
		}, m.askModels...),
	}, {
		name: "visit-end", seconds: endSeconds, wake: wake{queue: m.queues.end}, posts: true,
		env:    m.ends,
		grants: []grant{m.table(reads, writes), m.index(m.work), m.delay(m.queues.end)},
	}, {
		name: "knowledge-work", seconds: knowledge.WorkSeconds, memory: 1024, wake: wake{queue: m.queues.knowledge},
		env: with(m.files, m.prints, m.judges, m.asksModels),
		grants: slices.Concat([]grant{
			m.takeImports, m.table(reads, writes), m.index(m.list), m.delay(m.queues.knowledge), m.askEmbed,
		}, m.makeEditions, m.askModels),
	}, {
		name: "embed", seconds: embedSeconds, memory: 3008, wake: wake{invoked: true},
		env: with(m.files, m.embeds), grants: slices.Concat(m.makeEditions, m.embedsBy),
	}, {
		name: "search-work", seconds: searchSeconds, memory: 1024, wake: wake{queue: m.queues.search},
		env:    m.files,
		grants: append([]grant{m.table([]string{"dynamodb:BatchGetItem"})}, m.writeIndex...),
	}, {
		// It rewrites the largest segments of the index within a slice of a job.
		name: "sweep", seconds: 55, memory: 1024, wake: wake{minute: true}, posts: true,
		env: with(m.files, m.left, m.tasks, m.deliveries, m.mails, m.letters),
		grants: slices.Concat([]grant{
			m.table(reads, writes), m.index(m.list, m.work, m.due), m.queueDelivery, m.queueMail,
		}, m.erase, m.writeIndex),
	}}
}

// mailFunctions bring visitors back by e-mail, and tell owners of their week.
func mailFunctions(m means) []spec {
	return []spec{{
		name: "mail-work", seconds: mailSeconds, wake: wake{queue: m.queues.mail}, posts: true,
		env: with(m.sealed, m.mails, m.letters, m.files, m.judges),
		grants: append([]grant{
			m.table(reads, writes), m.index(m.list, m.work), m.unseal, m.delay(m.queues.mail), m.askEmbed,
		}, m.readLedger...),
	}, {
		name: "mail-link", seconds: 10, posts: true,
		wake: wake{
			routes: []string{"POST /mail/{act}", "GET /mail/stop"},
			proof:  "The link of a mail is the proof, which the function checks.",
		},
		env:    with(m.sealed, m.mails, m.letters),
		grants: []grant{m.table(reads, writes), m.unseal, m.queueMail},
	}}
}
