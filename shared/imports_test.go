// Package shared has no code: its test keeps the rules about who may import whom.
package shared_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/botifire/livechat/"

// may is what each package of ours may import of ours. Imports point inward: the
// domain knows nobody, adapters know the domain and not each other.
var may = map[string][]string{
	"shared/privacy": {}, "shared/config": {}, "shared/dialling": {},
	"shared/chat":      {"shared/privacy"},
	"shared/dynamo":    {"shared/chat"},
	"shared/memory":    {"shared/chat", "shared/privacy"},
	"shared/storetest": {"shared/chat"}, "shared/dynamotest": {"shared/dynamo"},
	"shared/push":     {"shared/chat"},
	"shared/queue":    {"shared/chat"},
	"shared/whatsapp": {"shared/chat"},
	"shared/bot":      {"shared/chat"},
	"shared/media":    {"shared/chat"},
	"shared/proof":    {"shared/bot", "shared/chat", "shared/schema"},
	"shared/accounts": {"shared/chat"}, "shared/vault": {"shared/chat"}, "shared/dossier": {"shared/chat"}, "shared/sitefile": {"shared/chat"},
	"shared/geo":    {"shared/chat", "shared/privacy"},
	"shared/seal":   {"shared/chat", "shared/privacy"},
	"shared/egress": {"shared/config"},
	"shared/edge":   {"shared/config"},
	"shared/wire":   {"shared/chat"}, "shared/schema": {"shared/chat"},
	"shared/httpapi": {"shared/chat", "shared/edge", "shared/privacy", "shared/schema", "shared/wire"},
	"shared/socket":  {"shared/chat", "shared/geo", "shared/wire"},
	"shared/setup":   {"shared/accounts", "shared/chat", "shared/bot", "shared/privacy", "shared/seal", "shared/sitefile"},
	"infra":          {"api", "shared/chat", "shared/config", "shared/dynamo", "shared/edge"},
}

func TestImportsPointInward(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := may[name]
		if strings.HasPrefix(name, "shared/") && !known {
			t.Errorf("%s has no rule here: say what it may import", name)
		}
		for _, i := range p.Imports {
			ours, is := strings.CutPrefix(i, module)
			switch {
			case name == "shared/chat" && strings.Contains(i, "aws"), name == "shared/chat" && i == "net/http":
				t.Errorf("the domain imports %s", i)
			case is && known && !slices.Contains(allowed, ours):
				t.Errorf("%s imports %s", name, ours)
			case is && strings.HasPrefix(name, "functions/") && !strings.HasPrefix(ours, "shared/"):
				t.Errorf("%s imports %s", name, ours)
			}
		}
	}
}
