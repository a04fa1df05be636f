package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// One setting of the stage changes; the rest of the file stays as people wrote it.
func TestTheStageNamesTheRestoredTable(t *testing.T) {
	for before, after := range map[string]string{
		"{\n  \"region\": \"eu-central-1\",\n  \"alarms\": \"none\"\n}\n": "{\n  \"region\": \"eu-central-1\",\n" +
			"  \"alarms\": \"none\",\n  \"restored\": \"arn:new\"\n}\n",
		"{\"restored\" : \"arn:old\", \"alarms\": \"none\"}": "{\"restored\": \"arn:new\", \"alarms\": \"none\"}",
	} {
		set, err := restored([]byte(before), "arn:new")
		if err != nil || string(set) != after || !json.Valid(set) {
			t.Errorf("%s became %s, %v", before, set, err)
		}
	}
	if _, err := restored([]byte("nonsense"), "arn:new"); err == nil {
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
