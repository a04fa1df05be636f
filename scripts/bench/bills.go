package main

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/e2e/host"
)

// Prices in US dollars a million, us-east-1, on demand, after the first free million.
// https://aws.amazon.com/dynamodb/pricing/on-demand/ https://aws.amazon.com/api-gateway/pricing/
// https://aws.amazon.com/lambda/pricing/ https://aws.amazon.com/sqs/pricing/
const (
	perWrite      = 0.625
	perRead       = 0.125
	perFrame      = 1.00 // a WebSocket message, either way
	perCall       = 1.00 // of the HTTP API
	perInvocation = 0.20
	perTask       = perQueueCall * 3 // sent, received, deleted
	perQueueCall  = 0.40
	perMinute     = 0.25    // a socket held for a minute
	perGBSecond   = 13.3334 // arm64
	memoryGB      = 0.25
	endsWait      = 5.0   // the seconds that the queue of ends waits for more of them
	mostAtOnce    = 10.0  // messages that one request receives or deletes
	secondsEach   = 0.020 // the billed time of an invocation: widget-message in AWS, with a database 5 ms away
)

// bills prints the cost of a million of each story: counted units times prices.
func (b *bench) bills(ctx context.Context, h *host.Host) error {
	const n = 20
	title("A million of each, in US dollars, part by part, while one comes each second")
	fmt.Printf("  %-40s %8s %8s %8s %8s %8s %8s %8s  %s\n", "", "writes", "reads", "sockets", "lambda", "queues", "http",
		"search", "total with 1, 100, 1,000 agents signed in")
	for _, s := range host.Stories {
		if err := s.Tell(ctx, h, n); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		bill := h.Bill()
		bill.Write -= bill.Hints // they come with the time, and are added below
		p := priced(s.Name, bill, n, 1)
		fmt.Printf("  %-40s %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f ", s.Name, p.writes, p.reads, p.sockets, p.lambda,
			p.queues, p.http, p.search)
		b.prices[s.Name] = p
		for _, team := range []int{1, 100, 1000} {
			fmt.Printf(" %8.2f", p.total()+hints(team))
		}
		fmt.Println()
		if goal, ok := costs[s.Name]; ok {
			b.add(s.Name, "", figure{bill.Write / n, goal.write, "W"}, figure{bill.Read / n, goal.read, "R"},
				figure{p.total() + hints(1), goal.dollars, "$"},
				figure{float64(frames(bill)) / n, goal.frames, "messages"})
		}
	}
	fmt.Println("  (bandwidth, logs and storage come on top; WhatsApp's own prices are Meta's)")
	return nil
}

// priced is the cost of a million of a story that was told n times and comes every so many seconds.
func priced(story string, bill host.Bill, n, every float64) price {
	ends := float64(bill.Ends) / n
	invocations := n * ends / max(1, ends/every*endsWait)
	for function, times := range bill.Events {
		if function != "visit-end" && function != "search-work" {
			invocations += float64(times)
		}
	}
	return price{
		writes: bill.Write * perWrite / n, reads: bill.Read * perRead / n,
		sockets: float64(frames(bill))*perFrame/n + minutes(story)*perMinute,
		lambda:  invocations * (perInvocation + perGBSecond*memoryGB*secondsEach) / n,
		queues:  float64(bill.Tasks-bill.Searches)*perTask/n + endings(ends, ends/every),
		http:    float64(bill.Events["whatsapp-webhook"]) * perCall / n,
		search:  searching(bill, n, every), invocations: invocations / n,
	}
}

// frames are the messages on sockets, either way.
func frames(bill host.Bill) int {
	return bill.Posts + bill.Events["widget-message"] + bill.Events["agent-message"]
}

// endings is the cost of ends in the queue of ends, of which so many come in a second: each is sent alone, and those
// that came together are received and deleted together.
func endings(ends, often float64) float64 {
	atOnce := max(1, min(often*endsWait, mostAtOnce))
	return ends * perQueueCall * (1 + 2/atOnce)
}

// minutes is how long a visit holds a socket: half a minute a page.
func minutes(story string) float64 {
	switch story {
	case "session":
		return 0.5
	case "silent visit, 5 pages, one socket", "silent visit, 5 pages, each reloads":
		return 2.5
	}
	return 0
}

// hints is the cost of telling a team that a list changed, with one event a second: a post to each
// member and a query of the team. Large teams are told less often.
func hints(team int) float64 {
	often := 1 / float64(1+team/100)
	rows := float64(team) * 200 / 4096 / 2 // eventually consistent reads of 200 bytes each
	return often * (float64(team)*perFrame + rows*perRead + perWrite)
}
