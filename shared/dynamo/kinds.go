package dynamo

import "regexp"

// kinds are all kinds of rows, by their keys. The names are for changes of the schema.
var kinds = []struct {
	name string
	is   *regexp.Regexp
}{
	{"site", regexp.MustCompile(`^(SITE#\S+ SITE|T#\w+ SITE#.+)$`)},
	{"app", regexp.MustCompile(`^APP#\S+ APP$`)},
	{"number", regexp.MustCompile(`^(APP#\S+|T#\w+) NUM#.+$`)},
	{"number-owner", regexp.MustCompile(`^NUMBER#\S+ OWNER$`)},
	{"api-key", regexp.MustCompile(`^(APIKEY#\S+ KEY|T#\w+ KEY#.+)$`)},
	{"ticket", regexp.MustCompile(`^TICKET#\S+ TICKET$`)},
	{"invite", regexp.MustCompile(`^INVITE#\w+ \S+$`)},
	{"salt", regexp.MustCompile(`^SALT \S+$`)},
	{"poison", regexp.MustCompile(`^POISON .+$`)},
	{"socket", regexp.MustCompile(`^CONN#\S+ CONN$`)},
	{"tenant", regexp.MustCompile(`^T#\w+ TENANT$`)},
	{"roster", regexp.MustCompile(`^T#\w+ ROSTER$`)},
	{"bot", regexp.MustCompile(`^T#\w+ BOT#.+$`)},
	{"script", regexp.MustCompile(`^T#\w+ SCRIPT#.+$`)},
	{"flow-keys", regexp.MustCompile(`^T#\w+ FLOWKEYS#.+$`)},
	{"flow", regexp.MustCompile(`^T#\w+ FLOW#.+$`)},
	{"canned", regexp.MustCompile(`^T#\w+ CANNED#.+$`)},
	{"template", regexp.MustCompile(`^T#\w+ TPL#.+$`)},
	{"job", regexp.MustCompile(`^T#\w+ JOB#.+$`)},
	{"mark", regexp.MustCompile(`^T#\w+ (SEEN|OUT|GATE|MAPS)#.+$`)},
	{"audit", regexp.MustCompile(`^T#\w+#A#log \S+$`)},
	{"news", regexp.MustCompile(`^T#\w+#NEWS \S+$`)},
	{"head", regexp.MustCompile(`^T#\w+#C#\w+ HEAD$`)},
	{"message", regexp.MustCompile(`^T#\w+#C#\w+ M#\w+(#r)?$`)},
	{"pointer", regexp.MustCompile(`^T#\w+#C#\w+ M#\w+#p$`)},
	{"flow-run", regexp.MustCompile(`^T#\w+#C#\w+ F#\w+(#\d+)?$`)},
	{"viewer", regexp.MustCompile(`^T#\w+#C#\w+ W#\S+$`)},
	{"read", regexp.MustCompile(`^T#\w+#C#\w+ R#\S+$`)},
	{"wamid", regexp.MustCompile(`^T#\w+#X#.+ (REF|S#\w+|M#\w+(#r)?)$`)},
	{"identity", regexp.MustCompile(`^T#\w+#I#\w+ (ID|[XN]#.+)$`)},
	{"visitor", regexp.MustCompile(`^T#\w+#V#\w+ PROFILE$`)},
	{"visit", regexp.MustCompile(`^T#\w+#V#\w+ S#\S+$`)},
	{"note", regexp.MustCompile(`^T#\w+#V#\w+ N#\S+$`)},
	{"visitor-link", regexp.MustCompile(`^T#\w+#V#\w+ C#\S+$`)},
	{"term", regexp.MustCompile(`^T#\w+#P#\w+#.+$`)},
	{"event", regexp.MustCompile(`^T#\w+#S#\w+ E#\S+$`)},
	{"team-socket", regexp.MustCompile(`^T#\w+#TEAM \S+$`)},
	{"order", regexp.MustCompile(`^T#\w+#O#.+ CLAIM$`)},
	{"budget", regexp.MustCompile(`^T#\w+#B#\S+ \S+$`)},
	{"counter", regexp.MustCompile(`^T#\w+#DE?#\S+ \S*$`)},
	{"gap", regexp.MustCompile(`^T#\w+#G#\w+ \w+$`)},
	{"gap-origin", regexp.MustCompile(`^T#\w+#G#\w+#\w+ O#\w+(#r)?$`)},
}

// Kind names what a row is; "" is a row that no code of ours writes.
func Kind(pk, sk string) string {
	for _, kind := range kinds {
		if kind.is.MatchString(pk + " " + sk) {
			return kind.name
		}
	}
	return ""
}
