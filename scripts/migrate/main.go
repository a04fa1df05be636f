// Command migrate raises stored rows to the version of the schema that the code writes, after a release that
// changed it is everywhere:
//
//	go run ./scripts/migrate -stage prod                  # all rows
//	go run ./scripts/migrate -stage prod -tenant t_…      # a tenant's
//
// It reads the whole table at a bounded rate. A file remembers how far it came, so that it goes on there after a kill;
// rows that are raised already are passed by, so it may also begin anew.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
)

func main() {
	log.SetFlags(0)
	var place stack.Place
	place.Flags(flag.CommandLine)
	tenant := flag.String("tenant", "", "only the rows of this tenant, as t_…")
	rate := flag.Int("rate", 200, "the most rows that are looked at in a second")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := migrate(ctx, place, chat.TenantID(*tenant), *rate); err != nil {
		log.Fatal("migrate: ", err)
	}
}

func migrate(ctx context.Context, place stack.Place, tenant chat.TenantID, rate int) error {
	if rate < 1 || rate > 10_000 {
		return fmt.Errorf("-rate is a number from 1 to 10000")
	}
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	store := dynamo.New(dynamodb.NewFromConfig(stack.AWS()), found["Table"])
	second := time.NewTicker(time.Second)
	defer second.Stop()
	w := walk{
		file:   filepath.Join(".local", fmt.Sprintf("migrate-%s-%s.json", found["Table"], tenant)),
		schema: dynamo.Schema(), page: store.Migrate, tenant: tenant, rows: int32(rate), turn: second.C,
	}
	return w.run(ctx)
}
