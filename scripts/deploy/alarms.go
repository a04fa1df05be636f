package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/botifire/livechat/scripts/stack"
)

// byStrangers is the end of the names of alarms that anybody can ring: they would keep a cure from being deployed.
const byStrangers = "-refused"

// quiet refuses to deploy while alarms of the stage ring: the release would take the blame for an older
// fault, and a canary would be taken back at once. Sometimes a deploy is the cure.
func (d deployment) quiet(ctx context.Context) error {
	found, err := ringing(ctx, cloudwatch.NewFromConfig(stack.AWS()), d.Called(""))
	says := fmt.Sprintf("these alarms ring, and docs/operate.md explains each: %s", strings.Join(found, ", "))
	if err != nil {
		says = fmt.Sprintf("the alarms of the stage cannot be read: %v", err)
	}
	switch {
	case err == nil && len(found) == 0:
		return nil
	case d.anyway:
		fmt.Fprintln(d.out, says)
		return nil
	}
	return fmt.Errorf("%s\nIf this deploy is the cure: ANYWAY=1 make deploy STAGE=%s", says, d.Name)
}

// ringing are the names of the alarms that ring, of those that begin alike, without those that strangers ring.
func ringing(ctx context.Context, alarms cloudwatch.DescribeAlarmsAPIClient, begin string) (names []string, err error) {
	pages := cloudwatch.NewDescribeAlarmsPaginator(alarms, &cloudwatch.DescribeAlarmsInput{
		AlarmNamePrefix: &begin, StateValue: types.StateValueAlarm,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, alarm := range page.MetricAlarms {
			if name := aws.ToString(alarm.AlarmName); !strings.HasSuffix(name, byStrangers) {
				names = append(names, name)
			}
		}
	}
	return names, nil
}
