package chat

// Trait is one thing that may be kept of a visit.
type Trait string

// These are all traits that some mode keeps. The code asks Keeps, so the table that people are shown is the one
// that is in force.
const (
	KeepToken      Trait = "a token in a cookie"
	KeepTabToken   Trait = "a token in the tab"
	KeepCountry    Trait = "country"
	KeepCity       Trait = "city"
	KeepNetwork    Trait = "network"
	KeepDevice     Trait = "device"
	KeepLanguage   Trait = "language"
	KeepPages      Trait = "pages"
	KeepReferrer   Trait = "referrer"
	KeepCampaign   Trait = "campaign"
	KeepPageGoals  Trait = "goals from pages"
	KeepFields     Trait = "where a form was left"
	KeepAttributes Trait = "attributes from pages"
	KeepLogin      Trait = "signed-in user"
	KeepDuration   Trait = "duration in averages"
	KeepMessages   Trait = "messages"
	KeepBrowsers   Trait = "browsers to notify"
)

// ModeRule says whether a trait is kept in each mode, in words for people.
type ModeRule struct {
	Trait   Trait  `json:"trait"`
	Full    string `json:"full,omitempty"` // "" is: not kept
	Minimal string `json:"minimal,omitempty"`
}

// ModeRules is the table of the traits that each mode keeps.
var ModeRules = []ModeRule{
	{KeepToken, "A first-party cookie, 180 days after the last visit", ""},
	{KeepTabToken, "", "In this tab only, from when the chat is opened; gone when it closes"},
	{KeepCountry, "From the network", "From the network"},
	{KeepCity, "From the network", ""},
	{KeepNetwork, "The address, cut to /24 or /48", ""},
	{KeepDevice, "Kind, system and browser", ""},
	{KeepLanguage, "The browser's, without its region", ""},
	{KeepPages, "Origin and path", ""},
	{KeepReferrer, "Origin and path", ""},
	{KeepCampaign, "utm_* parameters", ""},
	{KeepPageGoals, "Kept", ""},
	{KeepFields, "The field, never what was typed", ""},
	{KeepAttributes, "Kept, marked as claims", ""},
	{KeepLogin, "The website's own id of them, if its server signed it", ""},
	{KeepDuration, "Counted", ""},
	{KeepBrowsers, "Their address at the push service, if the visitor asked for notifications", ""},
	{KeepMessages, "Kept", "Kept"},
}

// Keeps tells whether something may be kept in this mode.
func (m Mode) Keeps(t Trait) bool {
	for _, rule := range ModeRules {
		if rule.Trait == t {
			return (m == Minimal && rule.Minimal != "") || (m == Full && rule.Full != "")
		}
	}
	return false
}

// Retention is for how many days each kind of data is kept. 0 means the standard.
type Retention struct {
	Messages int `json:"messages,omitempty"` // conversations, and questions without an answer
	Media    int `json:"media,omitempty"`    // files
	Visits   int `json:"sessions,omitempty"` // visits with their pages
	Profiles int `json:"profiles,omitempty"` // visitors, from their last visit on
	Raw      int `json:"raw,omitempty"`      // payloads of WhatsApp's that we do not show
}

// StandardRetention is the retention of a tenant that chose none.
var StandardRetention = Retention{Messages: 730, Media: 365, Visits: 395, Profiles: 730, Raw: 30}

const maxDays = 3650

// orStandard puts the standard where nothing was chosen.
func (r Retention) orStandard() Retention {
	or := func(days, standard int) int {
		if days == 0 {
			return standard
		}
		return days
	}
	s := StandardRetention
	return Retention{
		or(r.Messages, s.Messages), or(r.Media, s.Media), or(r.Visits, s.Visits), or(r.Profiles, s.Profiles),
		or(r.Raw, s.Raw),
	}
}

// Check refuses periods that are out of bounds, and profiles that would be deleted before their visits.
func (r Retention) Check() error {
	for _, days := range []int{r.Messages, r.Media, r.Visits, r.Profiles, r.Raw} {
		if days < 1 || days > maxDays {
			return Errorf(Invalid, "bad_retention", "Keep each kind of data for 1 to %d days.", maxDays)
		}
	}
	if r.Profiles < r.Visits {
		return Errorf(Invalid, "profiles_too_short",
			"A profile cannot be deleted before its visits: keep profiles for at least as long as visits.")
	}
	return nil
}

// RetentionOrStandard is for how long the tenant keeps its data.
func (t *Tenant) RetentionOrStandard() Retention { return t.Keep.orStandard() }
