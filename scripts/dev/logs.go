package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

// logs collects the logs of all functions in one readable file, and prints warnings and errors.
func (c *cloud) logs(ctx context.Context) {
	file, err := os.OpenFile(filepath.Join(c.dir, "functions.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	defer file.Close()
	client := cloudwatchlogs.NewFromConfig(c.aws)
	since := time.Now().UnixMilli()
	for ctx.Err() == nil {
		until := time.Now().UnixMilli()
		for _, group := range c.logGroups(ctx, client) {
			name := group[strings.LastIndex(group, "/")+1:]
			out, err := client.FilterLogEvents(ctx, &cloudwatchlogs.FilterLogEventsInput{
				LogGroupName: &group,
				StartTime:    &since, EndTime: aws.Int64(until - 1),
			})
			if err != nil {
				continue
			}
			for _, event := range out.Events {
				line := strings.TrimSpace(aws.ToString(event.Message))
				if line == "" || strings.HasPrefix(line, "START ") || strings.HasPrefix(line, "END ") ||
					strings.HasPrefix(line, "REPORT ") {
					continue
				}
				fmt.Fprintf(file, "%s %-18s %s\n", time.UnixMilli(aws.ToInt64(event.Timestamp)).Format("15:04:05.000"), name, line)
				if strings.Contains(line, "ERROR") || strings.Contains(line, "WARN") || strings.Contains(line, "panic") {
					fmt.Printf("%-18s %s\n", name, line)
				}
			}
		}
		since = until
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
}

func (c *cloud) logGroups(ctx context.Context, client *cloudwatchlogs.Client) []string {
	var names []string
	for _, prefix := range []string{"/botifire/local/", "/aws/lambda/botifire-local-"} {
		out, err := client.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{
			LogGroupNamePrefix: aws.String(prefix),
		})
		if err != nil {
			continue
		}
		for _, group := range out.LogGroups {
			if name := aws.ToString(group.LogGroupName); !strings.Contains(name, "/access/") {
				names = append(names, name)
			}
		}
	}
	return names
}
