package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/scripts/stack/stacktest"
)

// One setting of the stage changes; the rest of the file stays as people wrote it.
func TestTheStageNamesTheRestoredTable(t *testing.T) {
	for before, after := range map[string]string{
		"{\n  \"region\": \"eu-central-1\",\n  \"alarms\": \"none\"\n}\n": "{\n  \"region\": \"eu-central-1\",\n" +
			"  \"alarms\": \"none\",\n  \"restored\": \"arn:new\"\n}\n",
		"{\"restored\" : \"arn:old\", \"alarms\": \"none\"}": "{\"restored\": \"arn:new\", \"alarms\": \"none\"}",
	} {
		set, err := with([]byte(before), "restored", `"arn:new"`)
		if err != nil || string(set) != after || !json.Valid(set) {
			t.Errorf("%s became %s, %v", before, set, err)
		}
	}
	for before, after := range map[string]string{
		"{\"region\": \"eu-central-1\"}": "{\"region\": \"eu-central-1\",\n  \"closed\": true\n}\n",
		"{\"closed\": false}":            "{\"closed\": true}",
	} {
		if set, err := with([]byte(before), "closed", "true"); err != nil || string(set) != after {
			t.Errorf("%s became %s, %v", before, set, err)
		}
	}
	if _, err := with([]byte("nonsense"), "restored", `"arn:new"`); err == nil {
		t.Error("nonsense was edited")
	}
}

// A repeated command finds the table that it began, and a second restore does not pile up names.
func TestTheNewTableIsNamedAfterItsTime(t *testing.T) {
	at := time.Date(2026, 11, 26, 10, 15, 0, 0, time.UTC)
	first := nameOf("Botifire-prod-Table", at)
	if first != "Botifire-prod-Table-restored-20261126t101500" || nameOf(first, at) != first {
		t.Errorf("it is named %s, then %s", first, nameOf(first, at))
	}
}

func TestHowFarATableGoesBack(t *testing.T) {
	until := time.Date(2026, 11, 26, 10, 15, 0, 0, time.UTC)
	said := window(&types.ContinuousBackupsDescription{
		PointInTimeRecoveryDescription: &types.PointInTimeRecoveryDescription{
			EarliestRestorableDateTime: aws.Time(until.Add(-time.Hour)), LatestRestorableDateTime: &until,
		},
	})
	if said != "it goes back to times from 2026-11-26T09:15:00Z to 2026-11-26T10:15:00Z" {
		t.Error(said)
	}
	if said := window(nil); said != "it has no point-in-time recovery" {
		t.Error(said)
	}
}

// A stage that is not at rest, or has never worked, is not restored: nothing is asked of its table.
func TestOnlyAStageAtRestIsRestored(t *testing.T) {
	for status, words := range map[string]string{
		"UPDATE_IN_PROGRESS": "wait until", "UPDATE_ROLLBACK_FAILED": "continue-update-rollback",
		"ROLLBACK_COMPLETE": "first deploy", "DELETE_FAILED": "make destroy STAGE=sandbox",
	} {
		a := &stacktest.Account{Number: "123456789012", Stack: &stacktest.Stack{
			Name: "botifire-sandbox-stack", Status: status, Outputs: map[string]string{"Table": "table"},
		}}
		a.Open(t, map[string]string{"sandbox": `{"region":"us-east-1","alarms":"none"}`})
		err := back(t.Context(), stack.Place{Stage: "sandbox"}, "", time.Now())
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", status, err)
		}
	}
}
