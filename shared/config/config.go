// Package config names every setting of a function once. The stack writes them and the functions'
// mains read them, so a typo cannot be deployed.
package config

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/trace"
)

// Names of environment variables.
const (
	Stage          = "STAGE"           // local, or any other name
	Table          = "TABLE"           // the one table
	EdgeSecrets    = "EDGE_SECRETS"    // CloudFront's secrets: the current one, and the previous one during a rotation
	VisitorSockets = "VISITOR_SOCKETS" // address for posting to visitors' sockets
	AgentSockets   = "AGENT_SOCKETS"   // address for posting to agents' sockets
	AnswerQueue    = "ANSWER_QUEUE"    // questions for slow bots
	SendQueue      = "SEND_QUEUE"      // messages for WhatsApp
	MediaQueue     = "MEDIA_QUEUE"     // customers' files to be fetched
	EndQueue       = "END_QUEUE"       // visits whose tab was closed
	DeliveryQueue  = "DELIVERY_QUEUE"  // stored deliveries of Meta's
	KnowledgeQueue = "KNOWLEDGE_QUEUE" // tenants whose editions are to be made
	SearchQueue    = "SEARCH_QUEUE"    // messages that a search has to find
	MailQueue      = "MAIL_QUEUE"      // answers and links to be mailed
	MailFrom       = "MAIL_FROM"       // the address from which mail comes, or NoMail
	MailSet        = "MAIL_SET"        // SES's configuration set, which reports bounces
	MailAfter      = "MAIL_AFTER"      // for how many seconds an answer may be unseen before it is mailed
	Door           = "DOOR"            // the public address
	MediaBucket    = "MEDIA_BUCKET"    // uploads and media
	SealKey        = "SEAL_KEY"        // the KMS key that seals secrets
	GraphAddress   = "GRAPH_ADDRESS"   // Meta's Graph API with its version
	WebBucket      = "WEB_BUCKET"      // public files: the pages, and the sites' files
	FailuresBucket = "FAILURES_BUCKET" // failed stream records
	DeadQueues     = "DEAD_QUEUES"     // the dead-letter queues, separated by commas
	EmbedFunction  = "EMBED_FUNCTION"  // the function that judges questions by meaning
	TeamPool       = "TEAM_POOL"       // the user pool of the team
	AdminOrigin    = "ADMIN_ORIGIN"    // the one origin of the admin's pages
	Models         = "MODELS"          // the language models that owners may choose, as JSON
	Embeddings     = "EMBEDDINGS"      // the model that embeds texts: Bundled, or the id of one of Bedrock's
	SiteConnects   = "SITE_CONNECTS"   // how many pages a second may connect to one website
)

// On the last of these attempts a function ends a task itself, with a failure that people see. The
// queues allow more, so that a dead letter is a task that could not even be ended.
const (
	AnswerTries = 3
	SendTries   = 50
	MediaTries  = 60 // with their waits longer than the week for which Meta keeps a file

	DeliveryTries  = 30 // with their waits some two hours
	KnowledgeTries = 10
	SearchTries    = 20
	MailTries      = 10
)

// NoMail is the address of a stage that cannot send mail.
const NoMail = "none"

// Bundled is the model that comes with the function embed.
const Bundled = "bundled"

// Local is the stage on one machine. It has no CloudFront, so no edge secret.
const Local = "local"

// Env are the settings that a function requires.
type Env map[string]string

// Require reads settings, and makes logs JSON, one line each; the first line names the version. A
// function without a setting stops before its first event, and its error lists all that are missing.
func Require(names ...string) Env {
	useGiven()
	slog.SetDefault(logger(os.Stdout))
	env, missing := Env{}, []string{}
	for _, name := range names {
		if env[name] = os.Getenv(name); env[name] == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "missing settings:", strings.Join(missing, ", "))
		os.Exit(1)
	}
	slog.Info("started", "version", Version)
	return env
}

// Sender is the address from which mail comes, "" for a stage that sends none.
func (e Env) Sender() string {
	if e[MailFrom] == NoMail {
		return ""
	}
	return e[MailFrom]
}

// Seconds is a setting that is a time in seconds.
func (e Env) Seconds(name string) time.Duration { return time.Duration(e.Number(name)) * time.Second }

// Number is a setting that is a number; a function with another one stops before its first event.
func (e Env) Number(name string) int64 {
	n, err := strconv.ParseInt(e[name], 10, 64)
	if err != nil {
		fmt.Fprintf(os.Stderr, "the setting %s is no number\n", name)
		os.Exit(1)
	}
	return n
}

// Must stops a function before its first event if it cannot do its work.
func Must(err error) {
	if err != nil {
		slog.Error("cannot start", "error", err.Error())
		os.Exit(1)
	}
}

// FunctionVersion is the field of each line that names the published version of the function, by
// which the alarm of a new version tells its lines from those of the one before.
const FunctionVersion = "functionVersion"

func logger(out io.Writer) *slog.Logger {
	log := slog.New(trace.NewHandler(out))
	if version := os.Getenv("AWS_LAMBDA_FUNCTION_VERSION"); version != "" && version != "$LATEST" {
		log = log.With(FunctionVersion, version)
	}
	return log
}
