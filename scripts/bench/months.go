package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamotest"
)

// customer is a company of one size, with its visits a month, its agents, and those of them who watch the live list
// all day while so many visitors are there.
type customer struct{ visits, agents, watching, live float64 }

var customers = []customer{{10_000, 2, 1, 2}, {1_000_000, 20, 2, 200}, {100_000_000, 300, 10, 500}}

// The mix: of 1,000 visits 600 see one page, 240 five pages on one socket and 160 five that each load anew; 20 say
// three things to the bot, and there are ten exchanges on WhatsApp.
var mix = []struct {
	story string
	share float64
}{
	{"session", 0.6},
	{"silent visit, 5 pages, one socket", 0.24},
	{"silent visit, 5 pages, each reloads", 0.16},
	{"first exchange", 0.02},
	{"exchange, fast bot", 0.04},
	{"WhatsApp exchange with three statuses", 0.01},
}

// Prices of the rest, in US dollars.
// https://aws.amazon.com/cloudwatch/pricing/ https://aws.amazon.com/cloudfront/pricing/
const (
	perLogGB      = 0.50
	logOfOne      = 600.0 // bytes: Lambda's lines of an invocation and API Gateway's of a message
	perStoredGB   = 0.25 + 0.20
	perRequest    = 0.01 / 10_000 // of CloudFront, after the first ten million
	freeRequests  = 10e6
	workedSeconds = 22 * 8 * 3600
	perAlarmed    = 0.10 // a metric that an alarm looks at
	// Lambda holds five long polls of 20 seconds on each queue.
	polls = stage.Queues * 5 * 3 * 60 * 730 / 1e6 * perQueueCall
	fixed = stage.AlarmMetrics*perAlarmed + 20*0.30 + 1.00 + 2*0.40 + 0.30 + polls // metrics, key, secrets, the sweep
)

// servers are what the designs beside which docs/limits.md sets ours cost for these customers: it has their parts.
var servers = []struct {
	name string
	cost [3]float64
}{{"Chatwoot", [3]float64{265, 274, 1792}}, {"Tinode", [3]float64{119, 214, 2671}}}

// crossing is from how many million visits a month servers are cheaper, on straight lines between the two larger
// customers.
func crossing(ours, theirs [3]float64) float64 {
	small, large := customers[1].visits/1e6, customers[2].visits/1e6
	nearing := (ours[2] - ours[1] - theirs[2] + theirs[1]) / (large - small)
	return small + (theirs[1]-ours[1])/nearing
}

// months prints the costs of a month at three sizes.
func (b *bench) months() {
	title("A month of three customers, in US dollars")
	fmt.Printf("  %12s %9s %9s %9s %9s %9s %9s %9s %9s %9s %10s %12s\n", "visits", "writes", "reads", "sockets", "lambda",
		"queues", "team", "logs", "CDN", "fixed", "storage", "in all")
	var ours [3]float64
	for i, c := range customers {
		var p price
		for _, part := range mix {
			p = p.plus(b.prices[part.story], part.share*c.visits/1e6)
		}
		logs := p.invocations * 1e6 * logOfOne / 1e9 * perLogGB
		cdn := max(0, 2*c.visits-freeRequests) * perRequest
		stored := b.left * c.visits * float64(chat.StandardRetention.Visits) / 30.4 / 1e9 * perStoredGB
		all := p.total() + c.team() + logs + cdn + fixed + stored
		ours[i] = all
		fmt.Printf("  %12.0f %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f %10.2f %12.2f\n", c.visits,
			p.writes, p.reads, p.sockets, p.lambda, p.queues+p.http+p.search, c.team(), logs, cdn, fixed, stored, all)
	}
	fmt.Printf("  (%.0f bytes are stored of a visit, for %d days)\n", b.left, chat.StandardRetention.Visits)
	for _, s := range servers {
		fmt.Printf("  %s on servers is cheaper from %.1f million visits a month on\n", s.name, crossing(ours, s.cost))
	}
}

// team is the cost of telling agents of changes, and of the lists that they read.
func (c customer) team() float64 {
	changes := min(workedSeconds, 3*c.visits)
	page := 0.61 * c.live // read units of all pages of the list
	often := max(0.7, 0.006*c.live)
	reads := min(1/often, changes/workedSeconds) * 1.4 * page * workedSeconds
	return changes/1e6*hints(int(c.agents)) + c.watching*reads*perRead/1e6
}

// price is the cost of a million of a story, without the hints to the team.
type price struct{ writes, reads, sockets, lambda, queues, http, search, invocations float64 }

func (p price) total() float64 {
	return p.writes + p.reads + p.sockets + p.lambda + p.queues + p.http + p.search
}

func (p price) plus(q price, times float64) price {
	return price{
		p.writes + times*q.writes, p.reads + times*q.reads, p.sockets + times*q.sockets, p.lambda + times*q.lambda,
		p.queues + times*q.queues, p.http + times*q.http, p.search + times*q.search,
		p.invocations + times*q.invocations,
	}
}

// stored measures the bytes that a silent visit of the mix leaves in the table.
func (b *bench) stored(ctx context.Context, h *host.Host) error {
	const n = 20
	before, err := size(ctx, h)
	if err != nil {
		return err
	}
	for _, part := range mix[:3] {
		for _, s := range host.Stories {
			if s.Name == part.story {
				err = s.Tell(ctx, h, n)
			}
		}
		if err != nil {
			return err
		}
		after, err := size(ctx, h)
		if err != nil {
			return err
		}
		before, b.left = after, b.left+part.share*(after-before)/n
	}
	return nil
}

// size is the storage that DynamoDB would bill: the names and values of all rows, and a hundred bytes each.
func size(ctx context.Context, h *host.Host) (bytes float64, err error) {
	table := dynamotest.Table
	pages := dynamodb.NewScanPaginator(h.Engine.DB, &dynamodb.ScanInput{TableName: &table})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, err
		}
		for _, it := range page.Items {
			bytes += 100
			for name, v := range it {
				switch v := v.(type) {
				case *types.AttributeValueMemberS:
					bytes += float64(len(name) + len(v.Value))
				case *types.AttributeValueMemberL:
					bytes += float64(len(name) + 3)
					for _, one := range v.Value {
						if s, ok := one.(*types.AttributeValueMemberS); ok {
							bytes += float64(len(s.Value) + 1)
						}
					}
				default:
					bytes += float64(len(name) + 8)
				}
			}
		}
	}
	return bytes, nil
}
