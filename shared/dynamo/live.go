package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// LiveVisits counts in the due index, where every live visit is: it reads keys only, half a unit for 40 of them.
func (s *Store) LiveVisits(ctx context.Context) (sum int, err error) {
	for shard := range DueShards {
		pages := dynamodb.NewQueryPaginator(s.db, &dynamodb.QueryInput{
			TableName: s.table, IndexName: aws.String(DueIndex), Select: types.SelectCount,
			KeyConditionExpression: aws.String("#p = :p"), FilterExpression: aws.String("begins_with(#s, :s)"),
			ExpressionAttributeNames:  map[string]string{"#p": DuePartition, "#s": Sort},
			ExpressionAttributeValues: item{":p": text(fmt.Sprintf("DUE#%d", shard)), ":s": text("S#")},
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return 0, failed("count", err)
			}
			sum += int(page.Count)
		}
	}
	return sum, nil
}
