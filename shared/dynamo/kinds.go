package dynamo

import (
	"regexp"

	"github.com/botifire/livechat/shared/pattern"
)

// kinds are all kinds of rows, by their keys. The names are for changes of the schema.
var kinds = []struct {
	name string
	is   func() *regexp.Regexp
}{
	{"site", pattern.Lazy(`^(SITE#\S+ SITE|T#\w+ SITE#.+)$`)},
	{"app", pattern.Lazy(`^APP#\S+ APP$`)},
	{"number", pattern.Lazy(`^(APP#\S+|T#\w+) NUM#.+$`)},
	{"number-owner", pattern.Lazy(`^NUMBER#\S+ OWNER$`)},
	{"api-key", pattern.Lazy(`^(APIKEY#\S+ KEY|T#\w+ KEY#.+)$`)},
	{"ticket", pattern.Lazy(`^TICKET#\S+ TICKET$`)},
	{"invite", pattern.Lazy(`^INVITE#\w+ \S+$`)},
	{"salt", pattern.Lazy(`^SALT \S+$`)},
	{"poison", pattern.Lazy(`^POISON .+$`)},
	{"socket", pattern.Lazy(`^CONN#\S+ CONN$`)},
	{"tenant", pattern.Lazy(`^T#\w+ TENANT$`)},
	{"waits", pattern.Lazy(`^T#\w+ WAITS$`)},
	{"shares", pattern.Lazy(`^T#\w+ SHARES$`)},
	{"notices", pattern.Lazy(`^T#\w+ NOTICES#\w+$`)},
	{"device", pattern.Lazy(`^T#\w+ DEVICE#\w+$`)},
	{"roster", pattern.Lazy(`^T#\w+ ROSTER$`)},
	{"past-hours", pattern.Lazy(`^T#\w+ HOURS#\S+#\S*$`)},
	{"bot", pattern.Lazy(`^T#\w+ BOT#.+$`)},
	{"script", pattern.Lazy(`^T#\w+ SCRIPT#.+$`)},
	{"flow-keys", pattern.Lazy(`^T#\w+ FLOWKEYS#.+$`)},
	{"flow", pattern.Lazy(`^T#\w+ FLOW#.+$`)},
	{"canned", pattern.Lazy(`^T#\w+ (OWN#[^#]+#)?CANNED#.+$`)},
	{"views", pattern.Lazy(`^T#\w+ (OWN#[^#]+#)?VIEWS$`)},
	{"template", pattern.Lazy(`^T#\w+ TPL#.+$`)},
	{"job", pattern.Lazy(`^T#\w+ JOB#.+$`)},
	{"mark", pattern.Lazy(`^T#\w+ (SEEN|OUT|GATE|MAPS)#.+$`)},
	{"audit", pattern.Lazy(`^T#\w+#A#log \S+$`)},
	{"news", pattern.Lazy(`^T#\w+#NEWS \S+$`)},
	{"head", pattern.Lazy(`^T#\w+#C#\w+ HEAD$`)},
	{"message", pattern.Lazy(`^T#\w+#C#\w+ M#\w+(#r)?$`)},
	{"pointer", pattern.Lazy(`^T#\w+#C#\w+ M#\w+#p$`)},
	{"flow-run", pattern.Lazy(`^T#\w+#C#\w+ F#\w+(#\d+)?$`)},
	{"mailbox", pattern.Lazy(`^T#\w+#C#\w+ MAIL$`)},
	{"mail-link", pattern.Lazy(`^T#\w+#C#\w+ L#\w+$`)},
	{"silence", pattern.Lazy(`^T#\w+#E#\w+ SILENCE$`)},
	{"viewer", pattern.Lazy(`^T#\w+#C#\w+ W#\S+$`)},
	{"read", pattern.Lazy(`^T#\w+#C#\w+ R#\S+$`)},
	{"wamid", pattern.Lazy(`^T#\w+#X#.+ (REF|S#\w+|M#\w+(#r)?)$`)},
	{"identity", pattern.Lazy(`^T#\w+#I#\w+ (ID|[XN]#.+)$`)},
	{"visitor", pattern.Lazy(`^T#\w+#V#\w+ PROFILE$`)},
	{"visit", pattern.Lazy(`^T#\w+#V#\w+ S#\S+$`)},
	{"note", pattern.Lazy(`^T#\w+#V#\w+ N#\S+$`)},
	{"visitor-link", pattern.Lazy(`^T#\w+#V#\w+ C#\S+$`)},
	{"term", pattern.Lazy(`^T#\w+#P#\w+#.+$`)},
	{"event", pattern.Lazy(`^T#\w+#S#\w+ E#\S+$`)},
	{"team-socket", pattern.Lazy(`^T#\w+#TEAM \S+$`)},
	{"order", pattern.Lazy(`^T#\w+#O#.+ CLAIM$`)},
	{"mention", pattern.Lazy(`^T#\w+#U#\S+ (N#\S+|READ)$`)},
	{"held", pattern.Lazy(`^T#\w+#H#held \w+#\w+$`)},
	{"alert", pattern.Lazy(`^T#\w+#C#\w+ A#\d+$`)},
	{"alerted", pattern.Lazy(`^T#\w+#U#\S+ ALERTS$`)},
	{"budget", pattern.Lazy(`^T#\w+#B#\S+ \S+$`)},
	{"counter", pattern.Lazy(`^T#\w+#DE?#\S+ \S*$`)},
	{"gap", pattern.Lazy(`^T#\w+#G#\w+ \w+$`)},
	{"entry", pattern.Lazy(`^T#\w+#K#entries E#\w+$`)},
	{"entry-version", pattern.Lazy(`^T#\w+#KV#\w+ V#\d+$`)},
	{"import", pattern.Lazy(`^T#\w+#K#imports I#\w+$`)},
	{"weekly", pattern.Lazy(`^T#\w+#K#imports W#\w+$`)},
	{"publication", pattern.Lazy(`^T#\w+#K#editions N#\d+$`)},
	{"edition", pattern.Lazy(`^T#\w+ KNOWLEDGE$`)},
	{"recount", pattern.Lazy(`^T#\w+#Y#recounts N#\w+$`)},
	{"ledger-month", pattern.Lazy(`^T#\w+#Y#months (M#\d{4}-\d\d|PROGRESS)$`)},
	{"lead", pattern.Lazy(`^T#\w+#LD#all L#\w+$`)},
	{"gap-day", pattern.Lazy(`^T#\w+#GD#\S+ \S+$`)},
	{"gap-help", pattern.Lazy(`^T#\w+#GE#\S+ \S+$`)},
	{"gap-vector", pattern.Lazy(`^T#\w+#GV#\w+ \w+$`)},
	{"gap-topic", pattern.Lazy(`^T#\w+#GT#\w+ \w+$`)},
	{"gap-origin", pattern.Lazy(`^T#\w+#G#\w+#\w+ O#\w+(#r)?$`)},
}

// Kind names the kind of a row; "" is a row that no code of ours writes.
func Kind(pk, sk string) string {
	for _, kind := range kinds {
		if kind.is().MatchString(pk + " " + sk) {
			return kind.name
		}
	}
	return ""
}
