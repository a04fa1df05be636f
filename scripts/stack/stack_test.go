package stack

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/infra/stage"
)

// A command refuses to work while the settings of the stage name another table than the one that is deployed.
func TestACommandRefusesATableThatTheSettingsHaveLeft(t *testing.T) {
	const own, restored = "botifire-prod-stack-Table-1", "botifire-prod-stack-Table-1-restored-20261126t101500"
	stream := "arn:aws:dynamodb:eu-central-1:111122223333:table/" + restored + "/stream/2026-11-26T11:00:00.000"
	for _, c := range []struct {
		name, setting, deployed string
		refused                 bool
	}{
		{"its own table", "", own, false},
		{"the restored one", stream, restored, false},
		{"before the deploy", stream, own, true},
		{"another restored one", stream, own + "-restored-20261125t000000", true},
		{"the setting was taken out again", "", restored, true},
	} {
		err := moved(stage.Settings{Name: "prod", Restored: c.setting}, c.deployed)
		if (err != nil) != c.refused {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && !strings.Contains(err.Error(), "make deploy STAGE=prod") {
			t.Errorf("%s: it does not say what to do: %v", c.name, err)
		}
	}
}
