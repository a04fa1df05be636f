package main

import (
	"maps"
	"strings"
	"testing"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/titan"
)

// A stage without models lets no function ask one; with models only those may that answer a visitor, that tell a
// colleague a chat, that publish and that draft an entry, and only these models.
func TestOnlyAnswersBriefsLessonsAndDraftsAskTheModelsOfTheirStage(t *testing.T) {
	for stage, offered := range map[string]string{"prod": "anthropic.claude-haiku-4-5-20251001-v1:0", "sandbox": ""} {
		roles := map[string]string{}
		for _, f := range resources(stage, "AWS::Lambda::Function") {
			role := properties(f)["Role"].(object)["Fn::GetAtt"].([]any)[0].(string)
			roles[role] = strings.TrimPrefix(properties(f)["Description"].(string), "functions/")
		}
		asks := map[string]bool{}
		for role, function := range roles {
			for _, s := range statements(stage, role) {
				if !strings.Contains(mustJSON(s["Action"]), "bedrock:") {
					continue
				}
				asks[function] = true
				where := mustJSON(s["Resource"])
				if offered == "" || strings.Count(where, offered) != 2 || strings.Contains(where, "/*") {
					t.Errorf("%s: %s may %s on %s", stage, function, mustJSON(s["Action"]), where)
				}
			}
		}
		want := map[string]bool{}
		if offered != "" {
			want = map[string]bool{
				"answer": true, "admin-inbox": true, "admin-knowledge": true, "knowledge-work": true,
			}
		}
		if !maps.Equal(asks, want) {
			t.Errorf("%s: %v may ask models", stage, asks)
		}
	}
}

// Only the function embed asks the model that embeds texts, and only that one; the bundled one needs no right.
func TestTheModelThatEmbedsIsAskedByOneRight(t *testing.T) {
	for id, setting := range map[string]string{"": config.Bundled, titan.ID: titan.ID} {
		m := means{}
		m.withEmbeddings(settings{Settings: stage.Settings{Embeddings: id}})
		if got := *m.embeds[config.Embeddings]; got != setting || len(m.askModels) != 0 {
			t.Errorf("%q: the function is told %q", id, got)
		}
		if (len(m.embedsBy) == 1) != (id != "") {
			t.Fatalf("%q: it may %v", id, m.embedsBy)
		}
		for _, g := range m.embedsBy {
			if len(g.actions) != 1 || g.actions[0] != "bedrock:InvokeModel" || len(g.resources) != 1 {
				t.Errorf("it may %v", g)
			}
		}
	}
}
