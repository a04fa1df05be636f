package main

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbudgets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// watchCosts tells the receiver of alarms when the month's costs of the account pass four fifths of
// the stage's budget, or are foreseen to pass all of it. AWS computes costs a few times a day.
func watchCosts(stack awscdk.Stack, s settings, receiver awssns.Topic) {
	if s.Budget == 0 {
		return
	}
	notify := func(kind string, percent float64) *awsbudgets.CfnBudget_NotificationWithSubscribersProperty {
		return &awsbudgets.CfnBudget_NotificationWithSubscribersProperty{
			Notification: &awsbudgets.CfnBudget_NotificationProperty{
				NotificationType: &kind, ComparisonOperator: jsii.String("GREATER_THAN"),
				Threshold: &percent, ThresholdType: jsii.String("PERCENTAGE"),
			},
			Subscribers: &[]*awsbudgets.CfnBudget_SubscriberProperty{
				{SubscriptionType: jsii.String("SNS"), Address: receiver.TopicArn()},
			},
		}
	}
	named := []any{} // cdk tags no budgets by itself
	for _, key := range slices.Sorted(maps.Keys(tags(s))) {
		named = append(named, &awsbudgets.CfnBudget_ResourceTagProperty{Key: &key, Value: jsii.String(tags(s)[key])})
	}
	budget := awsbudgets.NewCfnBudget(stack, jsii.String("Budget"), &awsbudgets.CfnBudgetProps{
		Budget: &awsbudgets.CfnBudget_BudgetDataProperty{
			BudgetName: jsii.String(s.global("budget")), BudgetType: jsii.String("COST"), TimeUnit: jsii.String("MONTHLY"),
			BudgetLimit: &awsbudgets.CfnBudget_SpendProperty{Amount: &s.Budget, Unit: jsii.String("USD")},
		},
		NotificationsWithSubscribers: []any{notify("ACTUAL", 80), notify("FORECASTED", 100)},
		ResourceTags:                 named,
	})
	notEverywhere(budget)
	budget.Node().AddDependency(receiver) // Budgets asks at once whether it may publish
}
