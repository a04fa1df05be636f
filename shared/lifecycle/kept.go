package lifecycle

import (
	"context"
	"strconv"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// VisitorData is the data of a visitor beside the conversation, as the visitor may read it. It fits one frame.
type VisitorData struct {
	CookieID  string            `json:"cookieId"`
	FirstSeen time.Time         `json:"firstSeen"`
	Mode      chat.Mode         `json:"mode"`
	Profile   map[string]string `json:"profile"`
	Visits    []VisitData       `json:"visits"`
}

// VisitData is the data of one visit.
type VisitData struct {
	Started  time.Time   `json:"started"`
	LastAt   time.Time   `json:"lastAt"`
	Mode     chat.Mode   `json:"mode"`
	Place    chat.Place  `json:"place"`
	Network  string      `json:"network,omitempty"`
	Device   chat.Device `json:"device"`
	Language string      `json:"language,omitempty"` // of the browser
	Pages    []chat.Page `json:"pages"`
	Goals    []string    `json:"goals,omitempty"`
	Forms    []string    `json:"forms,omitempty"` // the field at which each form was left, or last touched
}

// Limits of the data that a visitor is shown, so that it fits a frame.
const (
	keptVisits = 10
	keptPages  = 60
	keptForms  = 10
	keptText   = 120 // characters of an address, a title, a value
)

// VisitorData shows a visitor their own data.
func (r *Requests) VisitorData(ctx context.Context, s chat.Socket) (VisitorData, error) {
	v, err := r.store.Visitor(ctx, s.VisitorKey())
	if err != nil {
		return VisitorData{}, err
	}
	kept := VisitorData{
		CookieID: v.CookieID, FirstSeen: v.FirstSeen, Mode: s.Mode, Profile: map[string]string{}, Visits: []VisitData{},
	}
	for field, fact := range v.Profile {
		kept.Profile[field] = truncate.Text(fact.Value, keptText)
	}
	if v.Login != nil {
		kept.Profile["signed in as"] = truncate.Text(v.Login.Sub, keptText)
	}
	if n := len(v.Browsers); n > 0 {
		kept.Profile["browsers to notify"] = strconv.Itoa(n)
	}
	visits, err := r.store.VisitsOf(ctx, s.VisitorKey(), keptVisits)
	if err != nil {
		return VisitorData{}, err
	}
	pages := 0
	for _, visit := range visits {
		log, err := chat.Log(ctx, r.store, &visit, chat.MaxPages)
		if err != nil {
			return VisitorData{}, err
		}
		told := VisitData{
			Started: visit.Started, LastAt: visit.LastAt, Mode: visit.Mode, Place: visit.Place, Network: visit.Network,
			Device: visit.Device, Language: visit.Language, Pages: []chat.Page{},
		}
		for _, e := range log {
			if e.Page != nil && pages < keptPages {
				pages++
				told.Pages = append(told.Pages, chat.Page{
					URL: truncate.Text(e.Page.URL, keptText), Title: truncate.Text(e.Page.Title, keptText),
				})
			}
		}
		for _, e := range log {
			if e.Form != nil && len(told.Forms) < keptForms {
				told.Forms = append(told.Forms, truncate.Text(e.Form.Form+": "+e.Form.Label, keptText))
			}
		}
		for _, goal := range visit.Goals {
			told.Goals = append(told.Goals, goal.Name)
		}
		kept.Visits = append(kept.Visits, told)
	}
	return kept, nil
}
