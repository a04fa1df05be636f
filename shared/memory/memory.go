// Package memory stores everything in maps: the twin of package dynamo behind every test of the
// domain. It returns copies, and injects faults when a test asks for them.
package memory

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/promise"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/unanswered"
)

// Fault is the outcome of one call.
type Fault int

const (
	None       Fault = iota
	Fail             // nothing is stored, and the call fails
	FailStored       // everything is stored, and the call fails all the same
	Conflict         // another writer was faster
)

// ErrInjected is the error of an injected fault.
var ErrInjected = errors.New("memory: injected failure")

// Store is chat.Store in maps. Package chat has the contract of its methods.
type Store struct {
	// Inject chooses the outcome of each call that writes, by the method's name.
	Inject func(method string) Fault

	mu          sync.Mutex
	heads       table[chat.ConversationKey, chat.Head]
	messages    map[chat.ConversationKey]map[chat.MessageID]*kept[chat.Message]
	pointers    map[chat.ConversationKey][]pointer
	wamids      table[string, chat.BubbleRef]
	parked      map[string][]chat.Delivery
	parkedAbout map[string][]string // wamids by identity
	marks       map[string][]chat.Mark
	flowRows    table[string, chat.FlowRow]
	flows       table[string, chat.FlowInfo]
	waits       table[string, promise.Recent]
	boxes       table[string, mail.Box]
	links       table[string, mail.Link]
	silences    table[string, mail.Silence]
	templates   table[string, chat.Template]
	news        table[string, chat.Notification]
	newsAbout   map[string][]string // news by identity

	visitors   table[chat.VisitorKey, chat.Visitor]
	identities table[string, chat.Bearer]
	notes      map[chat.VisitorKey][]chat.Note
	readMarks  map[readMark]time.Time

	current table[chat.VisitorKey, chat.Current]

	lastPages map[chat.ConnectionID][]string // by socket, the frames that told of its last two pages
	visits    table[chat.VisitKey, chat.Visit]
	events    map[chat.VisitKey]map[string][]chat.VisitEvent // rows, by the id of their first event
	counts    map[string]chat.Counts
	orders    table[chat.OrderKey, chat.OrderClaim]
	gaps      table[string, chat.GapRow]
	asked     map[string]map[chat.MessageID]chat.ConversationID
	askings   table[string, chat.Asking]
	helps     table[string, chat.Help]
	vectors   table[string, meaning.Placed]
	topics    table[string, unanswered.Topic]

	sockets table[chat.ConnectionID, chat.Socket]
	team    map[chat.TenantID]map[chat.ConnectionID]chat.Agent
	viewers map[chat.ConversationKey]map[chat.ConnectionID]chat.Agent
	tickets table[string, chat.Ticket]
	gates   map[string]int64
	spent   map[string]int64
	salts   map[string][]byte

	tenants table[chat.TenantID, chat.Tenant]
	bots    table[string, chat.Bot]
	scripts table[string, chat.Script]
	sites   table[string, chat.Site]
	apps    table[string, chat.App]
	numbers table[string, chat.Number]

	flowKeys table[string, [][]byte]
	canned   table[string, chat.CannedReply]
	views    table[string, office.Views]
	sights   table[string, chat.LastSeen]
	mentions table[string, chat.Mention]
	alerts   table[string, team.Alert]
	alerted  table[string, team.Alerted]
	held     table[string, team.Held]
	rosters  table[chat.TenantID, chat.Roster]
	past     table[string, chat.PastHours]
	shares   table[chat.TenantID, team.Shares]
	told     table[string, notices.Told]
	devices  table[string, notices.Registered]
	outs     table[string, time.Time]
	invites  table[string, chat.TenantID]
	keys     table[string, office.APIKey]
	audits   []chat.AuditEntry
	jobs     table[lifecycle.JobKey, lifecycle.Job]
	poison   []chat.Poison

	mentionsRead  table[string, time.Time]
	drafts        table[string, knowledge.Draft]
	imports       table[string, knowledge.Import]
	weeklies      table[string, knowledge.Weekly]
	draftVersions table[string, knowledge.Draft]
	publications  table[string, knowledge.Publication]
	live          table[chat.TenantID, int]

	recounts  table[string, ledger.Change]
	leads     table[string, chat.Lead]
	leadsGone map[string]bool
	recounted table[chat.TenantID, ledger.Progress]
	months    table[string, ledger.Month]

	// Changes has the records that a stream would deliver, in order. Tests relay them.
	Changes []chat.Change
	Holds   []team.Held // the answers that wait, likewise

	postponed map[string]time.Time // rows of one version, see Postpone
}

var _ chat.Store = (*Store)(nil)

// New makes an empty store.
func New() *Store {
	return &Store{
		messages:    map[chat.ConversationKey]map[chat.MessageID]*kept[chat.Message]{},
		pointers:    map[chat.ConversationKey][]pointer{},
		parked:      map[string][]chat.Delivery{},
		parkedAbout: map[string][]string{},
		marks:       map[string][]chat.Mark{},
		newsAbout:   map[string][]string{},
		notes:       map[chat.VisitorKey][]chat.Note{},
		readMarks:   map[readMark]time.Time{},
		events:      map[chat.VisitKey]map[string][]chat.VisitEvent{},
		counts:      map[string]chat.Counts{},
		asked:       map[string]map[chat.MessageID]chat.ConversationID{},
		team:        map[chat.TenantID]map[chat.ConnectionID]chat.Agent{},
		viewers:     map[chat.ConversationKey]map[chat.ConnectionID]chat.Agent{},
		gates:       map[string]int64{},
		spent:       map[string]int64{},
		salts:       map[string][]byte{},
		lastPages:   map[chat.ConnectionID][]string{},
	}
}

// kept is a stored document: as text, to detect changes, and as the value that a reader would decode from it.
type kept[V any] struct {
	doc   string
	value V
}

func keep[V any](doc string) kept[V] { return kept[V]{doc, decode[V](doc)} }

// copy returns a value that shares no memory with the stored one.
func (k *kept[V]) copy() V { return copyOf(k.value) }

// table stores documents by key, each with its version.
type table[K comparable, V any] struct {
	rows map[K]*versioned[V] // none changes: a write puts another in its place
	gone map[K]bool          // keys with a tombstone
}

type versioned[V any] struct {
	kept[V]
	version int64
}

func (t *table[K, V]) get(k K) (V, int64, error) {
	var v V
	row, ok := t.rows[k]
	if t.gone[k] {
		return v, 0, chat.ErrErased
	}
	if !ok {
		return v, 0, chat.ErrNotFound
	}
	return row.copy(), row.version, nil
}

// version is that of a document, zero if there is none.
func (t *table[K, V]) version(k K) int64 {
	if row, ok := t.rows[k]; ok {
		return row.version
	}
	return 0
}

// bury replaces a document with a tombstone.
func (t *table[K, V]) bury(k K) {
	if t.gone == nil {
		t.gone = map[K]bool{}
	}
	t.gone[k] = true
	delete(t.rows, k)
}

func (t *table[K, V]) put(k K, v V) (changed bool) {
	if t.rows == nil {
		t.rows = map[K]*versioned[V]{}
	}
	doc := encode(v)
	if row, ok := t.rows[k]; ok && doc == row.doc {
		return false
	}
	t.rows[k] = &versioned[V]{keep[V](doc), t.version(k) + 1}
	return true
}

func encode(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // the domain's types always encode
	}
	return string(raw)
}

func decode[V any](doc string) V {
	var v V
	if err := json.Unmarshal([]byte(doc), &v); err != nil {
		panic(err)
	}
	return v
}

// write runs a call that stores something, with the fault that Inject chooses.
func (s *Store) write(method string, do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault := None
	if s.Inject != nil {
		fault = s.Inject(method)
	}
	switch fault {
	case Fail:
		return ErrInjected
	case Conflict:
		return chat.ErrConflict
	}
	if err := do(); err != nil {
		return err
	}
	if fault == FailStored {
		return ErrInjected
	}
	return nil
}

// ifStored withholds a document that was changed and not stored.
func ifStored[T any](doc T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return doc, nil
}

// ordered puts rows in the order of their sort texts, each of which is written once.
func ordered[T any](rows []T, sort func(T) string) []T {
	type texted struct {
		text string
		row  T
	}
	all := make([]texted, 0, len(rows))
	for _, row := range rows {
		all = append(all, texted{sort(row), row})
	}
	slices.SortFunc(all, func(a, b texted) int { return strings.Compare(a.text, b.text) })
	for i := range all {
		rows[i] = all[i].row
	}
	return rows
}

// page cuts a sorted list at a position, which is a row's sort text.
func page[T any](rows []T, sort func(T) string, position string, limit int) ([]T, string) {
	start := 0
	for position != "" && start < len(rows) && sort(rows[start]) != position {
		start++
	}
	if position != "" {
		start = min(start+1, len(rows))
	}
	end := min(start+limit, len(rows))
	if end == len(rows) || end == start {
		return rows[start:end], ""
	}
	return rows[start:end], sort(rows[end-1])
}
