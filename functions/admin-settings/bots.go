package main

import (
	"context"
	"encoding/json"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/proof"
	"github.com/botifire/livechat/shared/wire"
)

// settings is a bot as its owners see it: never its secret.
func (h handler) settings(ctx context.Context, agent chat.Agent, b chat.Bot) (wire.BotSettings, error) {
	row := wire.BotSettings{
		Id: string(b.ID), Name: b.Name, Kind: wire.BotSettingsKind(b.Kind), Version: b.Version,
		Endpoint: httpapi.Some(b.Endpoint), Paused: &b.Paused, Model: b.Model,
	}
	if hold := wire.BotSettingsHold(b.Hold); hold != "" {
		row.Hold = &hold
	}
	if b.Script > 0 {
		row.Script = &b.Script
	}
	if len(h.models) > 0 && b.Kind == chat.ScriptBot {
		models := []wire.OfferedModel{}
		for _, m := range h.models {
			most, cost := m.Most()
			models = append(models, wire.OfferedModel{
				Id: m.ID, Name: m.Name, In: float32(m.In), Out: float32(m.Out), Most: most, MostCost: float32(cost),
			})
		}
		row.Models = &models
	}
	if b.Model == nil || agent.Role != chat.RoleOwner {
		return row, nil
	}
	spent, err := h.budget.Spent(ctx, agent.Tenant, b.ID, h.desk.Now())
	row.SpentToday = new(float32(spent))
	if err != nil {
		return row, err
	}
	err = h.spentByAll(ctx, agent, &row)
	return row, err
}

// spentByAll adds what the models of all bots used today, if there is a limit for them.
func (h handler) spentByAll(ctx context.Context, agent chat.Agent, row *wire.BotSettings) error {
	tenant, err := h.office.Tenant(ctx, agent)
	if err != nil || tenant.ModelCents == 0 {
		return err
	}
	spent, err := h.budget.SpentByAll(ctx, agent.Tenant, h.desk.Now())
	row.AllToday, row.AllCents = new(float32(spent)), &tenant.ModelCents
	return err
}

func (h handler) GetBot(
	ctx context.Context, r settingsapi.GetBotRequestObject,
) (settingsapi.GetBotResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	b, err := h.office.Bot(ctx, agent, chat.BotID(r.Bot))
	if err != nil {
		return nil, err
	}
	row, err := h.settings(ctx, agent, b)
	return settingsapi.GetBot200JSONResponse(row), err
}

func (h handler) AddBot(
	ctx context.Context, r settingsapi.AddBotRequestObject,
) (settingsapi.AddBotResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	b, err := h.office.NewBot(ctx, agent, r.Body.Name, chat.Written(string(bot.Starter())))
	if err != nil {
		return nil, err
	}
	row, err := h.settings(ctx, agent, b)
	return settingsapi.AddBot201JSONResponse(row), err
}

func (h handler) ChangeBot(
	ctx context.Context, r settingsapi.ChangeBotRequestObject,
) (settingsapi.ChangeBotResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	b, err := h.office.ChangeBot(ctx, agent, chat.BotID(r.Bot), office.BotChange{
		Version: r.Body.Version, Name: r.Body.Name, Paused: r.Body.Paused, Endpoint: r.Body.Endpoint,
		Model: r.Body.Model, NoModel: httpapi.Or(r.Body.NoModel), Hold: (*chat.Hold)(r.Body.Hold),
	})
	if err != nil {
		return nil, err
	}
	row, err := h.settings(ctx, agent, b)
	return settingsapi.ChangeBot200JSONResponse(row), err
}

func (h handler) RotateBotSecret(
	ctx context.Context, r settingsapi.RotateBotSecretRequestObject,
) (settingsapi.RotateBotSecretResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	secret, err := h.office.RotateBotSecret(ctx, agent, chat.BotID(r.Bot))
	return settingsapi.RotateBotSecret201JSONResponse{Secret: secret}, err
}

func (h handler) ListScripts(
	ctx context.Context, r settingsapi.ListScriptsRequestObject,
) (settingsapi.ListScriptsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	b, scripts, err := h.office.Scripts(ctx, agent, chat.BotID(r.Bot))
	rows := []wire.ScriptVersion{}
	for _, s := range scripts {
		rows = append(rows, version(s, b, false))
	}
	return settingsapi.ListScripts200JSONResponse{Rows: rows}, err
}

func version(s chat.Script, b chat.Bot, whole bool) wire.ScriptVersion {
	row := wire.ScriptVersion{
		Version: s.Version, At: s.At, By: httpapi.Some(s.By), Note: httpapi.Some(s.Note), Published: b.Script == s.Version,
	}
	if whole {
		text := written(s.Text)
		row.Text = &text
	}
	return row
}

// written is the script's text as its author wrote it.
func written(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

func (h handler) GetScript(
	ctx context.Context, r settingsapi.GetScriptRequestObject,
) (settingsapi.GetScriptResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	b, s, err := h.office.Script(ctx, agent, chat.BotID(r.Bot), r.Script)
	return settingsapi.GetScript200JSONResponse(version(s, b, true)), err
}

func problems(found []proof.Problem) []wire.Problem {
	rows := []wire.Problem{}
	for _, p := range found {
		rows = append(rows, wire.Problem{Line: p.Line, Place: p.Place, Message: p.Message})
	}
	return rows
}

// strayGoals is the steps of a script that reach a goal that the tenant does not have.
func (h handler) strayGoals(ctx context.Context, agent chat.Agent, text string) ([]proof.Problem, error) {
	tenant, err := h.desk.Tenant(ctx, agent.Tenant)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, g := range tenant.Goals {
		names = append(names, g.Name)
	}
	return proof.Goals([]byte(text), names), nil
}

func (h handler) SaveScript(
	ctx context.Context, r settingsapi.SaveScriptRequestObject,
) (settingsapi.SaveScriptResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	stray, err := h.strayGoals(ctx, agent, r.Body.Text)
	if err != nil {
		return nil, err
	}
	if wrong := append(proof.Read([]byte(r.Body.Text)), stray...); len(wrong) > 0 {
		return settingsapi.SaveScript201JSONResponse{Problems: problems(wrong)}, nil
	}
	b, err := h.office.Bot(ctx, agent, chat.BotID(r.Bot))
	if err != nil {
		return nil, err
	}
	s, err := h.office.SaveScript(ctx, agent, b.ID, r.Body.Base, httpapi.Or(r.Body.Note), chat.Written(r.Body.Text))
	row := version(s, b, false)
	return settingsapi.SaveScript201JSONResponse{Version: &row, Problems: []wire.Problem{}}, err
}

func (h handler) PublishScript(
	ctx context.Context, r settingsapi.PublishScriptRequestObject,
) (settingsapi.PublishScriptResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	if err := h.mayPublish(ctx, agent, chat.BotID(r.Bot), r.Body.Script); err != nil {
		return nil, err
	}
	b, err := h.office.Publish(ctx, agent, chat.BotID(r.Bot), r.Body.Script, r.Body.Version)
	if err != nil {
		return nil, err
	}
	row, err := h.settings(ctx, agent, b)
	return settingsapi.PublishScript200JSONResponse(row), err
}

// mayPublish judges a version once more: it may be older than the rules of today, and the goals that it
// reaches may be gone.
func (h handler) mayPublish(ctx context.Context, agent chat.Agent, id chat.BotID, number int) error {
	_, s, err := h.office.Script(ctx, agent, id, number)
	if chat.KindOf(err) == chat.NotFound {
		return nil // Publish names the missing version
	}
	if err != nil {
		return err
	}
	text := written(s.Text)
	stray, err := h.strayGoals(ctx, agent, text)
	if err != nil {
		return err
	}
	if wrong := append(proof.Read([]byte(text)), stray...); len(wrong) > 0 {
		return chat.Errorf(chat.Invalid, "script_unfit", "This version cannot be published. %s", wrong[0].Message)
	}
	return nil
}

// draft is a script that is not stored: it exists only in the call that tries it.
type draft string

func (d draft) Script(context.Context, chat.TenantID, chat.BotID, int) (chat.Script, error) {
	return chat.Script{Text: json.RawMessage(d)}, nil
}

// judge reports the mistakes in a form that was filled in, in the words that a visitor would read.
func (h handler) judge(text, form string, values map[string]string) error {
	script, err := bot.Parse([]byte(text))
	if err != nil {
		return err
	}
	asked, there := script.Form(form)
	if !there {
		return chat.Errorf(chat.Invalid, "form_not_offered", "That form was not offered.")
	}
	return asked.Check(values, chat.Judge{ValidNumber: h.desk.Rules.ValidNumber})
}

func (h handler) TryScript(
	ctx context.Context, r settingsapi.TryScriptRequestObject,
) (settingsapi.TryScriptResponseObject, error) {
	if wrong := problems(proof.Read([]byte(r.Body.Text))); len(wrong) > 0 {
		return settingsapi.TryScript200JSONResponse{Problems: wrong, Bubbles: []wire.Bubble{}}, nil
	}
	agent, _ := httpapi.Caller(ctx)
	mind := bot.Scripted(draft(r.Body.Text), h.known)
	tried := chat.Bot{Tenant: agent.Tenant, ID: chat.BotID(r.Bot), Kind: chat.ScriptBot}
	body := chat.Text(httpapi.Or(r.Body.Say))
	var answer chat.Answer
	var err error
	switch {
	case r.Body.Option != nil:
		body.Kind, body.Click = chat.KindClick, &chat.Click{Option: *r.Body.Option}
	case r.Body.Form != nil:
		if err := h.judge(r.Body.Text, *r.Body.Form, httpapi.Or(r.Body.Values)); err != nil {
			return nil, err
		}
		body.Kind, body.Submission = chat.KindSubmission,
			&chat.Submission{Form: *r.Body.Form, Values: httpapi.Or(r.Body.Values)}
	}
	if r.Body.Say == nil && body.Click == nil && body.Submission == nil {
		answer.Bubbles, err = mind.Greet(ctx, tried, httpapi.Or(r.Body.Locale))
	} else {
		q := chat.Question{
			Bot: tried, Source: chat.Web, First: r.Body.State == nil, Judge: chat.Judge{ValidNumber: h.desk.Rules.ValidNumber},
			Message: chat.Message{
				Bubbles: []chat.Bubble{{Body: body}}, Entry: &chat.Entry{Locale: httpapi.Or(r.Body.Locale)},
			},
			Language: httpapi.Or(r.Body.Language),
		}
		if r.Body.Source != nil {
			q.Source = chat.Source(*r.Body.Source)
		}
		if r.Body.State != nil {
			q.State, _ = json.Marshal(r.Body.State)
		}
		answer, err = mind.Respond(ctx, q)
		if gap := answer.Effects.Gap; gap != nil {
			answer.Effects.Gap = chat.BlackedOut(*gap)
		}
	}
	said := settingsapi.TryScript200JSONResponse{
		Problems: []wire.Problem{}, Bubbles: []wire.Bubble{}, Effects: &answer.Effects,
		Language: httpapi.Some(answer.Language),
	}
	for _, b := range answer.Bubbles {
		said.Bubbles = append(said.Bubbles, chat.Bubble{Body: b})
	}
	if len(answer.Effects.State) > 0 {
		var state any
		_ = json.Unmarshal(answer.Effects.State, &state)
		said.State = &state
	}
	return said, err
}
