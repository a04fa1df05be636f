package main

import "github.com/botifire/livechat/e2e/host"

// Prices in US dollars a million: https://aws.amazon.com/s3/pricing/
const (
	perFilePut = 5.00
	perFileGet = 0.40
)

const (
	searchGB      = 1.0        // the memory of search-work
	searchSeconds = 0.1        // of one of its invocations, which reads the manifest and writes it
	readings      = 2.0 / 15.0 // a second: two readers of the queue wait a quarter of a minute each, for as much as comes
	ofSegment     = 256.0      // messages that become a file, of which eight become one, and eight of these again
	perFound      = 0.5        // read units of a message, which is read once for its segment
)

// searching is the cost of a million of a story, one every so many seconds, that its messages are found by their words:
// each is a task. In AWS search-work takes what came in a quarter of a minute at once; here it is called for each task.
func searching(bill host.Bill, n, every float64) float64 {
	messages := float64(bill.Found) / n
	batches := min(messages, readings*every)
	segments := messages / ofSegment * (1 + 1.0/8 + 1.0/64)
	invoked := perInvocation + perGBSecond*searchGB*searchSeconds
	tasks := messages * perQueueCall * (1 + 2/mostAtOnce)
	return tasks + batches*(invoked+perFileGet+perFilePut) + segments*2*(perFileGet+perFilePut) +
		messages*perFound*perRead
}
