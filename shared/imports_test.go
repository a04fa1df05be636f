// Package shared has no code. Its tests hold the imports of our packages, the size of functions and ports, and the
// files of the repository to their rules.
package shared_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/botifire/livechat/"

// may lists for each package of ours the others that it may import. Imports point inward: the
// domain knows nobody, adapters know the domain and not each other.
var may = map[string][]string{
	"shared/privacy":  {},
	"shared/pattern":  {},
	"shared/trace":    {"shared/pattern"},
	"shared/config":   {"shared/trace"},
	"shared/meaning":  {},
	"shared/e5":       {"shared/meaning"},
	"shared/titan":    {"shared/meaning"},
	"shared/dialling": {"shared/pattern"},
	"shared/truncate": {},
	"shared/hours":    {},
	"shared/promise":  {"shared/hours"},
	"shared/chat": {
		"shared/course", "shared/fold", "shared/hours", "shared/pattern", "shared/privacy", "shared/promise",
		"shared/trace", "shared/truncate",
	},
	"shared/lifecycle": {"shared/chat", "shared/sheet", "shared/trace", "shared/truncate"},
	"shared/sheet":     {"shared/pattern"},
	"shared/office":    {"shared/chat", "shared/hours", "shared/privacy", "shared/sheet", "shared/truncate"},
	"shared/views":     {"shared/chat", "shared/course", "shared/sheet"},
	"shared/knowledge": {"shared/chat", "shared/sheet"},
	"shared/search":    {"shared/chat"},
	"shared/team":      {"shared/chat", "shared/course"},
	"shared/ledger":    {"shared/chat", "shared/hours"},
	"shared/digest": {
		"shared/chat", "shared/ledger", "shared/mail", "shared/trace", "shared/truncate", "shared/unanswered",
	},
	"shared/factcheck": {"shared/pattern"},
	"shared/mail":      {"shared/chat", "shared/privacy", "shared/trace", "shared/truncate"},
	"shared/notices":   {"shared/chat", "shared/egress", "shared/trace", "shared/truncate"},
	"shared/notify":    {"shared/chat", "shared/egress", "shared/privacy", "shared/trace"},
	"shared/model": {
		"shared/bot", "shared/chat", "shared/course", "shared/factcheck", "shared/pattern", "shared/truncate",
	},
	"shared/converse": {"shared/config", "shared/model"},
	"shared/dynamo": {
		"shared/chat", "shared/knowledge", "shared/ledger", "shared/lifecycle", "shared/mail", "shared/meaning",
		"shared/notices", "shared/office", "shared/pattern", "shared/promise", "shared/search", "shared/team",
		"shared/trace", "shared/unanswered",
	},
	"shared/memory": {
		"shared/chat", "shared/knowledge", "shared/ledger", "shared/lifecycle", "shared/mail", "shared/meaning",
		"shared/notices", "shared/office", "shared/privacy", "shared/promise", "shared/search", "shared/team",
		"shared/unanswered",
	},
	"shared/chattest": {
		"shared/chat", "shared/knowledge", "shared/ledger", "shared/lifecycle", "shared/memory", "shared/office",
		"shared/privacy", "shared/search", "shared/storetest", "shared/team", "shared/views",
	},
	"shared/storetest": {
		"shared/chat", "shared/hours", "shared/knowledge", "shared/ledger", "shared/lifecycle", "shared/mail",
		"shared/meaning", "shared/notices", "shared/office", "shared/promise", "shared/search", "shared/team",
		"shared/unanswered", "shared/views",
	},
	"shared/webpushtest": {"shared/chat"},
	"shared/searchtest":  {"shared/chat", "shared/chattest", "shared/memory", "shared/search"},
	"shared/segments":    {"shared/chat", "shared/search"},
	"shared/dynamotest":  {"shared/dynamo"},
	"shared/push":        {"shared/chat"},
	"shared/webpush":     {"shared/chat", "shared/egress"},
	"shared/phone":       {},
	"shared/queue":       {"shared/chat", "shared/config", "shared/trace"},
	"shared/invocation":  {"shared/pattern", "shared/trace"},
	"shared/metrics":     {"shared/chat", "shared/trace"},
	"shared/whatsapp":    {"shared/chat", "shared/onejson", "shared/pattern", "shared/truncate"},
	"shared/updates":     {"shared/chat", "shared/dialling", "shared/whatsapp"},
	"shared/deliveries":  {"shared/chat"},
	"shared/shelf":       {"shared/chat", "shared/knowledge"},
	"shared/ses":         {"shared/chat", "shared/mail"},
	"shared/mind": {
		"shared/bot", "shared/chat", "shared/config", "shared/dialling", "shared/embed", "shared/knowledge", "shared/media",
		"shared/shelf",
	},
	"shared/embed":     {"shared/chat", "shared/config", "shared/knowledge", "shared/meaning"},
	"shared/pages":     {"shared/chat", "shared/knowledge"},
	"shared/documents": {"shared/chat", "shared/knowledge", "shared/pattern"},
	"shared/bot": {
		"shared/chat", "shared/course", "shared/knowledge", "shared/meaning", "shared/pattern", "shared/truncate",
	},
	"shared/login":    {"shared/chat"},
	"shared/media":    {"shared/chat"},
	"shared/portrait": {"shared/chat", "shared/office"},
	"shared/proof":    {"shared/bot", "shared/chat", "shared/schema"},
	"shared/accounts": {"shared/chat", "shared/office"},
	"shared/letters":  {},
	"shared/qr":       {},
	"shared/vault":    {"shared/chat", "shared/letters", "shared/lifecycle"},
	"shared/dossier":  {"shared/chat", "shared/lifecycle"},
	"shared/sitefile": {"shared/chat"},
	"shared/geo":      {"shared/chat", "shared/pattern", "shared/privacy"},
	"shared/seal":     {"shared/chat", "shared/privacy"},
	"shared/egress":   {"shared/config"},
	"shared/edge":     {"shared/config", "shared/metrics"},
	"shared/wire": {
		"shared/chat", "shared/course", "shared/hours", "shared/knowledge", "shared/ledger", "shared/lifecycle",
		"shared/mail", "shared/notices",
		"shared/office", "shared/team", "shared/views",
	},
	"shared/schema":  {"shared/chat", "shared/onejson", "shared/truncate"},
	"shared/onejson": {"shared/chat", "shared/truncate"},
	"shared/httpapi": {
		"shared/chat", "shared/edge", "shared/privacy", "shared/schema", "shared/trace", "shared/wire",
	},
	"shared/socket": {"shared/chat", "shared/edge", "shared/geo", "shared/trace", "shared/wire"},
	"shared/setup": {
		"shared/accounts", "shared/bot", "shared/chat", "shared/lifecycle", "shared/office", "shared/privacy",
		"shared/seal", "shared/sitefile", "shared/whatsapp",
	},
	"shared/worker": {
		"shared/bot", "shared/chat", "shared/config", "shared/deliveries", "shared/dossier", "shared/knowledge",
		"shared/ledger", "shared/lifecycle", "shared/media", "shared/queue", "shared/vault",
	},
	"api/gen": {"shared/httpapi", "shared/wire"},
	"infra": {
		"api", "infra/stage", "shared/chat", "shared/config", "shared/deliveries", "shared/dynamo", "shared/edge",
		"shared/knowledge", "shared/ledger", "shared/metrics", "shared/segments",
	},
	"shared/unanswered": {"shared/chat", "shared/meaning"},
	"shared/course":     {"shared/fold"},
	"shared/fold":       {},
}

func TestImportsPointInward(t *testing.T) {
	for name, imports := range packages(t) {
		if strings.HasPrefix(name, "api/gen/") {
			name = "api/gen"
		}
		allowed, known := may[name]
		if strings.HasPrefix(name, "shared/") && !known {
			t.Errorf("%s has no rule here: say what it may import", name)
		}
		for _, i := range imports {
			ours, is := strings.CutPrefix(i, module)
			switch {
			case name == "shared/chat" && strings.Contains(i, "aws"), name == "shared/chat" && i == "net/http":
				t.Errorf("the domain imports %s", i)
			case is && known && !slices.Contains(allowed, ours):
				t.Errorf("%s imports %s", name, ours)
			case strings.HasPrefix(name, "e2e/") && strings.HasPrefix(ours, "scripts/"):
				t.Errorf("%s imports %s: scripts may use what e2e has, not the other way round", name, ours)
			case is && strings.HasPrefix(name, "functions/") && !strings.HasPrefix(ours, "shared/") &&
				!strings.HasPrefix(ours, "api/gen/"):
				t.Errorf("%s imports %s", name, ours)
			}
		}
	}
}

// packages lists the imports of each of our packages. The files are read here, not by the go command:
// go test would not notice a change in a file that only another process reads.
func packages(t *testing.T) map[string][]string {
	found := map[string][]string{}
	for _, top := range []string{"api", "e2e", "functions", "infra", "scripts", "shared"} {
		err := filepath.WalkDir("../"+top, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			name := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../")
			found[name] = append([]string{}, found[name]...) // one that imports nothing has a rule too
			for _, i := range file.Imports {
				found[name] = append(found[name], strings.Trim(i.Path.Value, `"`))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}
