package chat

import (
	"context"
	"time"
)

// A customer falls silent: the agent who had them goes on with others. A conversation in which nobody waits goes back
// to the bot then, and before that its customer may be asked once whether there is more. docs/desk.md has the rules.

// SilenceRules are the rules of a conversation whose customer is silent after the team's words.
type SilenceRules struct {
	Back  int    `json:"back,omitempty"`  // minutes after which the bot has it again; 0 for never
	After int    `json:"after,omitempty"` // minutes after which Text is sent, once in a case; 0 for never
	Text  string `json:"text,omitempty"`  // the follow-up
}

// Silence is a tenant's rules, and those of bots that have their own.
type Silence struct {
	SilenceRules
	Bots map[BotID]SilenceRules `json:"bots,omitempty"`
}

// The bounds of Silence.
const (
	MaxBack, MaxAfter = 24 * 60, 22 * 60 // minutes; a follow-up has to fit WhatsApp's service window
	MaxFollowUp       = 300              // characters
	MaxSilences       = 20               // bots with rules of their own
)

// Check refuses rules outside their bounds, at the field.
func (s Silence) Check() error {
	f := Faults{}
	f.silence("silence", s.SilenceRules)
	f.Wrong(len(s.Bots) > MaxSilences, "silence/bots", "too_many_bots",
		"At most %d bots have rules of their own.", MaxSilences)
	for id, rules := range s.Bots {
		f.silence("silence/bots/"+string(id), rules)
	}
	return f.Err()
}

func (f *Faults) silence(field string, r SilenceRules) {
	for _, one := range []struct {
		name    string
		is, max int
	}{{"back", r.Back, MaxBack}, {"after", r.After, MaxAfter}} {
		f.Wrong(one.is < 0 || one.is > one.max, field+"/"+one.name, "bad_silence",
			"Choose from 0 to %d minutes.", one.max)
	}
	f.Wrong(len([]rune(r.Text)) > MaxFollowUp, field+"/text", "too_long", "Use at most %d characters.", MaxFollowUp)
	f.Wrong(filled(r.Text) != nil, field+"/text", "variable_left",
		"A follow-up has no variables. Write the words in their place.")
	f.Wrong(r.After > 0 && Blank(r.Text), field+"/text", "text_needed", "Write what the customer is asked.")
}

// of is the rules of a bot.
func (s Silence) of(id BotID) SilenceRules {
	if own, has := s.Bots[id]; has {
		return own
	}
	return s.SilenceRules
}

// any tells whether something happens at all.
func (r SilenceRules) any() bool { return r.Back > 0 || r.After > 0 }

func (r SilenceRules) back() time.Duration  { return time.Duration(r.Back) * time.Minute }
func (r SilenceRules) after() time.Duration { return time.Duration(r.After) * time.Minute }

// first is the shorter of the two times.
func (r SilenceRules) first() time.Duration {
	if r.Back == 0 || r.After > 0 && r.After < r.Back {
		return r.after()
	}
	return r.back()
}

// silences are the rules of a bot, at most SettingsLife old; none once the tenant is gone.
func (d *Desk) silences(ctx context.Context, tenant TenantID, bot BotID) (SilenceRules, error) {
	t, err := d.Tenant(ctx, tenant)
	return t.Silence.of(bot), Except(err, ErrNotFound)
}
