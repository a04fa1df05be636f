package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
)

const devices = "DEVICE#"

func deviceKey(t chat.TenantID, id string) key { return tenantKey(t, devices+id) }

// byAgent is the person whose a device is.
const byAgent = "whose"

func (s *Store) Devices(ctx context.Context, t chat.TenantID) ([]notices.Registered, error) {
	return queryAll[notices.Registered](ctx, s, "T#"+string(t), devices, false, notices.MaxTeamDevices)
}

func (s *Store) PutDevice(ctx context.Context, t chat.TenantID, d notices.Registered) error {
	it, err := row(deviceKey(t, d.ID), d)
	if err != nil {
		return err
	}
	it[byAgent] = text(string(d.Agent))
	_, err = s.put(ctx, it, "", nil)
	return err
}

func (s *Store) DropDevice(ctx context.Context, t chat.TenantID, agent chat.AgentID, id string) error {
	theirs := byAgent + " = :agent"
	_, err := s.remove(ctx, &dynamodb.DeleteItemInput{
		Key: deviceKey(t, id).item(), ConditionExpression: &theirs,
		ExpressionAttributeValues: item{":agent": text(string(agent))},
	})
	return chat.Except(err, chat.ErrExists)
}

// DropDevices forgets the devices of a person.
func (s *Store) DropDevices(ctx context.Context, t chat.TenantID, agent chat.AgentID) error {
	all, err := s.Devices(ctx, t)
	for _, d := range all {
		if d.Agent == agent && err == nil {
			err = s.DropDevice(ctx, t, agent, d.ID)
		}
	}
	return err
}
