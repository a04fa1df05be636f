package main

import (
	"testing"

	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/wire"
)

// A model's words stand beside the log's own line and message, and never for a danger or a form that the log names.
func TestAModelDoesNotTalkADangerAway(t *testing.T) {
	danger := wire.BriefLineKindDanger
	lines := []wire.BriefLine{
		{Part: wire.Want, Message: httpapi.Some("m1"), Words: httpapi.Some("My kettle burns")},
		{Part: wire.Tone, Message: httpapi.Some("m2"), Kind: &danger},
	}
	overlay(lines, model.Retold{Part: "want", Text: "They ask what to do.", Message: "m3"})
	overlay(lines, model.Retold{Part: "tone", Text: "They are calm.", Message: "m3"})
	want := wire.RetoldLine{Text: "They ask what to do.", Message: "m3"}
	if got := lines[0]; got.Retold == nil || *got.Retold != want || *got.Message != "m1" {
		t.Errorf("the first line is %+v", got)
	}
	if got := lines[1]; got.Retold != nil || *got.Message != "m2" {
		t.Errorf("the tone is %+v", got)
	}
}
