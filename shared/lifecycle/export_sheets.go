package lifecycle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// exportList returns a page of rows of a list, and the position of the next page.
type exportList func(ctx context.Context, w *Worker, tenant chat.TenantID, position string) ([][]string, string, error)

// exportKind is one file of a tenant's export.
type exportKind struct {
	name    string
	columns []string
	lists   []exportList
}

// exportKinds are the files of a tenant's export, in order.
var exportKinds = []exportKind{
	{
		"visitors",
		[]string{
			"visitor", "cookie id", "first seen", "source", "name", "e-mail", "phone", "other", "blocked", "signed in as",
		},
		visitorLists(),
	},
	{
		"visits",
		[]string{
			"visit", "visitor", "bot", "source", "mode", "started", "ended", "seconds", "returning", "country", "city",
			"network", "device", "referrer", "campaign", "pages", "goals", "site or number", "seconds in the chat",
			"messages of the visitor", "seconds to the first answer", "who helped to each goal", "language",
		},
		visitLists(visitRow),
	},
	{"pages", []string{"visit", "visitor", "at", "kind", "address", "title", "goal"}, visitLists(pageRows)},
	{
		"conversations",
		[]string{
			"conversation", "visitor", "bot", "source", "owner", "status", "last message", "visitor's last message",
			"site or number", "labels", "e-mail left", "left at", "proved at",
		},
		headLists(headRow),
	},
	{
		"messages",
		[]string{
			"conversation", "message", "at", "author", "author's id", "name", "kind", "text", "values", "file", "delivery",
			"question without an answer", "goals", "answered by", "language model", "helped the visitor",
			"answered wrongly, says", "right answer", "how it was, says the visitor",
		},
		headLists(messageRows),
	},
	{
		"flows",
		[]string{"conversation", "message", "flow", "form", "sent", "completed", "at", "step", "screen", "field", "times"},
		headLists(flowStepRows),
	},
	{"questions", []string{"bot", "question", "cause", "asked", "last", "right answer"}, []exportList{gapRows}},
	{"counters", []string{"day", "source", "country", "bot", "counter", "value"}, []exportList{counterRows}},
}

// asJSON encodes a value for one cell; nothing becomes "".
func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if s := string(raw); err == nil && s != "null" && s != "{}" && s != "[]" {
		return s
	}
	return ""
}

type rowsOf[T any] func(ctx context.Context, w *Worker, row T) ([][]string, error)

func visitLists(rows rowsOf[chat.Visit]) []exportList {
	lists := []exportList{}
	for _, live := range []bool{true, false} {
		lists = append(lists, func(
			ctx context.Context, w *Worker, tenant chat.TenantID, position string,
		) ([][]string, string, error) {
			visits, next, err := w.store.ListVisits(ctx, tenant, live, position, purgePage)
			return gather(ctx, w, visits, next, rows, err)
		})
	}
	return lists
}

func headLists(rows rowsOf[chat.Head]) []exportList {
	lists := []exportList{}
	for _, q := range chat.AllQueues {
		lists = append(lists, func(
			ctx context.Context, w *Worker, tenant chat.TenantID, position string,
		) ([][]string, string, error) {
			heads, next, err := w.store.ListQueue(ctx, tenant, q, position, purgePage)
			return gather(ctx, w, heads, next, rows, err)
		})
	}
	return lists
}

// visitorLists finds each visitor at their latest visit, and the visitors without a visit in a list
// of their own.
func visitorLists() []exportList {
	latest := func(ctx context.Context, w *Worker, s chat.Visit) ([][]string, error) {
		key := chat.VisitorKey{Tenant: s.Tenant, ID: s.Visitor}
		visits, err := w.store.VisitsOf(ctx, key, 1)
		if err != nil || len(visits) == 0 || visits[0].ID != s.ID {
			return nil, err
		}
		v, err := w.store.Visitor(ctx, key)
		if err != nil {
			return nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
		}
		return [][]string{w.visitorRow(ctx, v)}, nil
	}
	return append(visitLists(latest),
		func(ctx context.Context, w *Worker, tenant chat.TenantID, position string) ([][]string, string, error) {
			visitors, next, err := w.store.QuietVisitors(ctx, tenant, position, purgePage)
			rows := [][]string{}
			for _, v := range visitors {
				visits, bad := w.store.VisitsOf(ctx, v.Key(), 1)
				if bad != nil {
					return nil, "", bad
				}
				if len(visits) == 0 { // the visitor may be back
					rows = append(rows, w.visitorRow(ctx, v))
				}
			}
			return rows, next, err
		})
}

func gather[T any](
	ctx context.Context, w *Worker, all []T, next string, rows rowsOf[T], err error,
) ([][]string, string, error) {
	found := [][]string{}
	for _, one := range all {
		if err != nil {
			break
		}
		var more [][]string
		more, err = rows(ctx, w, one)
		found = append(found, more...)
	}
	return found, next, err
}

func (w *Worker) visitorRow(ctx context.Context, v chat.Visitor) []string {
	other := map[string]string{}
	for name, fact := range v.Profile {
		if name != "name" && name != "email" && name != "phone" {
			other[name] = fact.Value
		}
	}
	blocked, user := "", ""
	if v.Blocked {
		blocked = "yes"
	}
	if v.Login != nil {
		user = v.Login.Sub
	}
	return []string{
		string(v.ID), v.CookieID, chat.SheetTime(ctx, w.desk, v.Tenant, v.FirstSeen), string(v.Source), v.Name(),
		v.Profile["email"].Value, v.Profile["phone"].Value, asJSON(other), blocked,
		user,
	}
}

func visitRow(ctx context.Context, w *Worker, s chat.Visit) ([][]string, error) {
	goals, by := []string{}, []string{}
	for _, g := range s.Goals {
		goals, by = append(goals, g.Name), append(by, string(g.HelpedBy()))
	}
	seconds := ""
	if !s.Live() {
		seconds = fmt.Sprint(int64(s.EndedAt.Sub(s.Started).Seconds()))
	}
	talk := talkCells(s.Talk)
	device := strings.Join(slices.DeleteFunc([]string{s.Device.Type, s.Device.OS, s.Device.Browser},
		func(p string) bool { return p == "" }), ", ")
	return [][]string{{
		string(s.ID), string(s.Visitor), string(s.Bot), string(s.Source), string(s.Mode),
		chat.SheetTime(ctx, w.desk, s.Tenant, s.Started), chat.SheetTime(ctx, w.desk, s.Tenant, s.EndedAt), seconds,
		fmt.Sprint(s.Returning),
		s.Place.Country, s.Place.City, s.Network, device, s.Referrer, asJSON(s.Campaign), fmt.Sprint(s.Pages),
		strings.Join(goals, "; "),
		s.Site + s.Number, talk[0], talk[1], talk[2], strings.Join(by, "; "), s.Language,
	}}, nil
}

func pageRows(ctx context.Context, w *Worker, s chat.Visit) ([][]string, error) {
	log, err := chat.Log(ctx, w.store, &s, chat.MaxLog)
	rows := [][]string{}
	for _, e := range log {
		at := chat.SheetTime(ctx, w.desk, s.Tenant, e.At)
		row := []string{string(s.ID), string(s.Visitor), at, string(e.Kind), "", "", ""}
		if e.Page != nil {
			row[4], row[5] = e.Page.URL, e.Page.Title
		}
		if e.Goal != nil {
			row[6] = asJSON(e.Goal)
		}
		rows = append(rows, row)
	}
	return rows, err
}

func gapRows(ctx context.Context, w *Worker, tenant chat.TenantID, _ string) ([][]string, string, error) {
	bots, err := w.store.Bots(ctx, tenant)
	if err != nil {
		return nil, "", err
	}
	rows := [][]string{}
	for _, b := range bots {
		err = errors.Join(err, chat.EachRow(func(position string) ([]chat.GapRow, string, error) {
			return w.store.Gaps(ctx, tenant, b.ID, position, chat.MaxPageSize)
		}, func(g chat.GapRow) error {
			right := ""
			if g.Right != nil {
				right = g.Right.Title
			}
			rows = append(rows, []string{
				string(g.Bot), g.Question, string(g.Cause), fmt.Sprint(g.Count), chat.SheetTime(ctx, w.desk, tenant, g.Last), right,
			})
			return nil
		}))
	}
	return rows, "", err
}

func counterRows(ctx context.Context, w *Worker, tenant chat.TenantID, _ string) ([][]string, string, error) {
	counts, err := w.store.Counts(ctx, tenant, chat.FirstDay, chat.LastDay(w.desk.Now()))
	rows := [][]string{}
	for _, c := range counts {
		for _, name := range slices.Sorted(maps.Keys(c.Values)) {
			rows = append(rows, []string{c.Day, string(c.Source), c.Country, string(c.Bot), name, fmt.Sprint(c.Values[name])})
		}
	}
	return rows, "", err
}

// flowStepRows are the steps in a conversation's Flows, for an export. The submitted values are
// among its messages.
func flowStepRows(ctx context.Context, w *Worker, h chat.Head) ([][]string, error) {
	if h.Source != chat.WhatsApp {
		return nil, nil
	}
	all, err := w.store.FlowRowsOf(ctx, h.Key(), chat.MaxLookback)
	rows := [][]string{}
	for _, e := range all {
		row := []string{
			string(h.ID), string(e.Message), e.Flow, e.Form, chat.SheetTime(ctx, w.desk, h.Tenant, e.At),
			chat.SheetTime(ctx, w.desk, h.Tenant, e.Done),
		}
		if len(e.Steps) == 0 {
			rows = append(rows, append(row, "", "", "", "", ""))
		}
		for _, s := range e.Steps {
			rows = append(rows, append(slices.Clone(row), chat.SheetTime(ctx, w.desk, h.Tenant, s.At), string(s.Kind), s.Screen,
				s.Field, strconv.Itoa(s.Times)))
		}
	}
	return rows, err
}

// talkCells has a talk's length, the number of the visitor's messages, and the wait for
// the first answer, for a sheet.
func talkCells(t *chat.Talk) [3]string {
	if t == nil {
		return [3]string{}
	}
	cells := [3]string{seconds(t.To.Sub(t.From)), strconv.Itoa(t.Turns)}
	if !t.Answered.IsZero() {
		cells[2] = seconds(t.Answered.Sub(t.From))
	}
	return cells
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }
