// Package stage reads the settings of a stage from its file, which is all that tells two stages
// apart. Both the stack and the commands that work on a deployed one read it here.
package stage

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Local is the stage on one machine.
const Local = "local"

// NoAlarms is the setting of a stage whose alarms nobody receives.
const NoAlarms = "none"

// CanaryMinutes are the minutes of which the alarm of a new version looks at each. A canary that moves
// on sooner is not watched.
const CanaryMinutes = 3

// Settings are the settings of a stage; schema.json has the allowed values of each.
type Settings struct {
	Name string `json:"-"` // the name of the file; it names everything in AWS

	Region, Account, Alarms   string
	Domain, Certificate, Zone string
	MFA, MailFrom, WAF        string
	OwnKey                    bool
	Restored                  string
	Closed                    bool
	Production                bool
	APILogRole                bool
	Edge                      string
	EdgeSecrets               EdgeSecrets
	EdgeLogs                  bool
	Concurrency               Concurrency
	SiteConnects              int
	Tracing                   bool
	Canary                    string
	Budget                    float64
	Graph, Bedrock            string
	Embeddings                string // the id of a model of Bedrock's; the bundled one if it is empty
	Models                    []Model
	Door, Endpoint, Arch      string
}

// Model is a language model that owners may choose for a bot: its id at Bedrock, and the cost of a million of its
// tokens in US dollars.
type Model struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	In   float64 `json:"in"`
	Out  float64 `json:"out"`
}

// EdgeSecrets are the numbers of the two secrets with which the door proves itself. A secret with
// another number is another secret.
type EdgeSecrets struct{ A, B int }

// Concurrency is how many functions may run at once: all in the account, those of each queue, and
// those for which some are set apart.
type Concurrency struct {
	Account, Answer, Send, Media int
	Reserved                     map[string]int
}

// defaults suit a new account, which may run ten functions at once.
func defaults(name string) Settings {
	return Settings{
		Name: name, MFA: "required", APILogRole: true, Edge: "a", EdgeSecrets: EdgeSecrets{A: 1, B: 1},
		Concurrency: Concurrency{Account: 10, Answer: 2, Send: 2, Media: 2}, SiteConnects: 200,
		Graph: "https://graph.facebook.com/v25.0", Arch: "arm64",
	}
}

// Folder is where the files of stages lie, from the root of the repository.
const Folder = "infra/stages"

// File is the file of a stage.
func File(root, name string) string { return filepath.Join(root, Folder, name+".json") }

// names are the names that all parts of AWS take: API Gateway's stages, buckets, Cognito's domains.
var names = regexp.MustCompile(`^[a-z][a-z0-9]{0,19}$`)

// Load reads and judges the settings of a stage from a file.
func Load(name, file string) (Settings, error) {
	if !names.MatchString(name) {
		return Settings{}, fmt.Errorf("%q is not the name of a stage: use up to 20 small letters and digits", name)
	}
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return Settings{}, fmt.Errorf("the stage %s has no settings: write %s; %s shows all of them",
			name, file, filepath.Join(filepath.Dir(file), "prod.json"))
	}
	if err != nil {
		return Settings{}, err
	}
	s, err := Parse(name, raw)
	if err != nil {
		return Settings{}, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// Parse judges the settings of a stage.
func Parse(name string, raw []byte) (Settings, error) {
	if err := judge(raw); err != nil {
		return Settings{}, err
	}
	s := defaults(name)
	if name == Local {
		s.MFA = "off"
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return Settings{}, err
	}
	if found := s.contradictions(); len(found) > 0 {
		return Settings{}, errors.New(strings.Join(found, "\n"))
	}
	return s, nil
}

// Sender is the address from which mail comes; "" if the stage sends none. The local cloud keeps all mail to itself.
func (s Settings) Sender() string {
	if s.Local() {
		return "chat@botifire.test"
	}
	return s.MailFrom
}

// Local tells whether the stage runs on one machine.
func (s Settings) Local() bool { return s.Name == Local }

// Guarded tells whether the stage has customers, so that nobody takes it away by mistake.
func (s Settings) Guarded() bool { return s.Production || s.Name == "prod" }

// Called prefixes a name with the stage, so that stages share an account.
func (s Settings) Called(what string) string { return fmt.Sprintf("botifire-%s-%s", s.Name, what) }

// examples are names that nobody owns, and the ids that AWS's documentation has for things that are not there.
var examples = regexp.MustCompile(`[\w@.:/-]*(\bexample\.(com|net|org)|\.example|111122223333|\bZ[A-Z0-9]*EXAMPLE|` +
	`00000000-0000-0000-0000-000000000000)\b[\w./-]*`)

// Examples are the values of a file that are examples, which no deploy may use.
func Examples(raw []byte) []string { return examples.FindAllString(string(raw), -1) }
