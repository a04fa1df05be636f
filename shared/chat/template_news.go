package chat

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// TemplateNews is a change of one template, as Meta announced it.
type TemplateNews struct {
	Name, Language   string
	Status, Category string // "" if it did not change
	Reason           string
}

// FetchTemplates does RefreshTemplates for an owner.
func (c *Courier) FetchTemplates(ctx context.Context, a Agent, n Number) ([]Template, error) {
	all, err := c.RefreshTemplates(ctx, n)
	return all, c.Audited(ctx, a, err, "templates.fetched", n.ID, fmt.Sprintf("%d templates", len(all)))
}

// RefreshTemplates asks Meta for all templates of a number's account, and keeps them.
func (c *Courier) RefreshTemplates(ctx context.Context, n Number) ([]Template, error) {
	all, err := c.Sender.Templates(ctx, n, c.Now())
	if err != nil {
		return nil, err
	}
	return all, c.line.PutTemplates(ctx, n.Tenant, n.WABA, all)
}

// FetchChanged fetches the templates after a change that Meta told, unless all were fetched since.
func (c *Courier) FetchChanged(ctx context.Context, t Task) error {
	n, err := c.store.NumberByID(ctx, t.Tenant, t.Number)
	if err != nil || n.Stopped != nil {
		return Except(err, ErrNotFound)
	}
	all, err := c.store.Templates(ctx, t.Tenant, n.WABA)
	if err != nil {
		return err
	}
	old := slices.ContainsFunc(all, func(had Template) bool { return !had.At.After(t.Told) })
	if old || len(all) == 0 {
		_, err = c.RefreshTemplates(ctx, n)
	}
	return err
}

// templatesSettle is how long we wait for more changes before all templates are fetched: a
// team that sends ten to Meta causes a notification for each.
const templatesSettle = 10 * time.Second

// TemplateChanged takes in a change of a template that Meta told, and has the account's templates fetched: the
// webhook carries no text and no earlier changes.
func (c *Courier) TemplateChanged(ctx context.Context, n Number, news TemplateNews) error {
	err := c.line.UpdateTemplate(ctx, n.Tenant, n.WABA, news.Name, news.Language, func(t *Template) error {
		if news.Status != "" {
			t.Status, t.Reason = news.Status, news.Reason
		}
		if news.Category != "" {
			t.Category = news.Category
		}
		return nil
	})
	if Except(err, ErrNotFound) != nil {
		return err
	}
	return c.Queues.Send(ctx, Task{
		Tenant: n.Tenant, Number: n.ID, Act: ActTemplates, Told: c.Now(), After: templatesSettle,
	})
}
