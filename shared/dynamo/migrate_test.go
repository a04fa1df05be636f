package dynamo_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
)

// samples are keys of each kind of row.
var samples = map[string][2]string{
	"site":          {"SITE#shop", "SITE"},
	"app":           {"APP#a", "APP"},
	"number":        {"T#t", "NUM#1"},
	"number-owner":  {"NUMBER#1", "OWNER"},
	"api-key":       {"APIKEY#k", "KEY"},
	"ticket":        {"TICKET#h", "TICKET"},
	"invite":        {"INVITE#h", "t"},
	"salt":          {"SALT", "2026-11-26"},
	"poison":        {"POISON", "2026 x"},
	"socket":        {"CONN#c", "CONN"},
	"tenant":        {"T#t", "TENANT"},
	"roster":        {"T#t", "ROSTER"},
	"past-hours":    {"T#t", "HOURS#2026-01-01T00:00:00.000Z#b"},
	"bot":           {"T#t", "BOT#b"},
	"script":        {"T#t", "SCRIPT#b#1"},
	"shares":        {"T#t", "SHARES"},
	"notices":       {"T#t", "NOTICES#c"},
	"device":        {"T#t", "DEVICE#d"},
	"flow-keys":     {"T#t", "FLOWKEYS#1"},
	"flow":          {"T#t", "FLOW#1"},
	"waits":         {"T#t", "WAITS"},
	"canned":        {"T#t", "CANNED#1"},
	"views":         {"T#t", "VIEWS"},
	"mention":       {"T#t#U#a", "N#2026-01-01T00:00:00.000Z#m"},
	"alert":         {"T#t#C#c", "A#000001"},
	"held":          {"T#t#H#held", "01#c_x"},
	"alerted":       {"T#t#U#a", "ALERTS"},
	"template":      {"T#t", "TPL#1#a#en"},
	"job":           {"T#t", "JOB#1"},
	"mark":          {"T#t", "GATE#list"},
	"audit":         {"T#t#A#log", "01"},
	"news":          {"T#t#NEWS", "01"},
	"head":          {"T#t#C#c", "HEAD"},
	"message":       {"T#t#C#c", "M#01#r"},
	"pointer":       {"T#t#C#c", "M#01#p"},
	"flow-run":      {"T#t#C#c", "F#01#2"},
	"mailbox":       {"T#t#C#c", "MAIL"},
	"mail-link":     {"T#t#C#c", "L#h"},
	"silence":       {"T#t#E#h", "SILENCE"},
	"viewer":        {"T#t#C#c", "W#c"},
	"read":          {"T#t#C#c", "R#a"},
	"wamid":         {"T#t#X#w", "REF"},
	"identity":      {"T#t#I#h", "ID"},
	"visitor":       {"T#t#V#v", "PROFILE"},
	"visit":         {"T#t#V#v", "S#01"},
	"note":          {"T#t#V#v", "N#01"},
	"visitor-link":  {"T#t#V#v", "C#c"},
	"term":          {"T#t#P#name#an", "ana"},
	"event":         {"T#t#S#01", "E#01"},
	"team-socket":   {"T#t#TEAM", "c"},
	"order":         {"T#t#O#g#1", "CLAIM"},
	"budget":        {"T#t#B#x#y", "01"},
	"counter":       {"T#t#D#2026-11", "26#web##b"},
	"gap":           {"T#t#G#b", "01"},
	"entry":         {"T#t#K#entries", "E#01"},
	"entry-version": {"T#t#KV#01", "V#000001"},
	"import":        {"T#t#K#imports", "I#01"},
	"weekly":        {"T#t#K#imports", "W#01"},
	"publication":   {"T#t#K#editions", "N#000001"},
	"recount":       {"T#t#Y#recounts", "N#01AB"},
	"lead":          {"T#t#LD#all", "L#s1"},
	"ledger-month":  {"T#t#Y#months", "M#2026-11"},
	"edition":       {"T#t", "KNOWLEDGE"},
	"gap-day":       {"T#t#GD#2026-11", "2026-11-27#c_x#b#01"},
	"gap-help":      {"T#t#GE#2026-11", "2026-11-27#c_x#b#01"},
	"gap-vector":    {"T#t#GV#all", "01"},
	"gap-topic":     {"T#t#GT#all", "01"},
	"gap-origin":    {"T#t#G#b#01", "O#01"},
}

type row = map[string]types.AttributeValue

func s(text string) types.AttributeValue { return &types.AttributeValueMemberS{Value: text} }

func textOf(it row, name string) string {
	switch v := it[name].(type) {
	case *types.AttributeValueMemberS:
		return v.Value
	case *types.AttributeValueMemberN:
		return v.Value
	}
	return ""
}

// rename is a made-up change: version 2 says title in the place of name, and still fills name.
func rename(kind string) [][]dynamo.Upgrade {
	return [][]dynamo.Upgrade{{{Kind: kind, Raise: func(raw json.RawMessage) (json.RawMessage, error) {
		doc := map[string]any{}
		if err := json.Unmarshal(raw, &doc); err != nil {
			return nil, err
		}
		doc["title"] = doc["name"]
		return json.Marshal(doc)
	}}}}
}

func engine(t *testing.T) *dynamotest.Engine {
	t.Helper()
	e, err := dynamotest.Dynoxide(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Stop)
	return e
}

func put(t *testing.T, e *dynamotest.Engine, pk, sk, doc string) {
	t.Helper()
	name, it := dynamotest.Table, row{"pk": s(pk), "sk": s(sk), "v": &types.AttributeValueMemberN{Value: "7"}}
	if doc != "" {
		it["d"] = s(doc)
	}
	if _, err := e.DB.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &name, Item: it}); err != nil {
		t.Fatal(err)
	}
}

func all(t *testing.T, e *dynamotest.Engine) []row {
	t.Helper()
	name := dynamotest.Table
	out, err := e.DB.Scan(t.Context(), &dynamodb.ScanInput{TableName: &name})
	if err != nil {
		t.Fatal(err)
	}
	return out.Items
}

// A migration that is killed half way and resumed raises each kind of row, once, and touches nothing else.
func TestAMigrationRaisesEveryKindOfRow(t *testing.T) {
	e := engine(t)
	for _, kind := range dynamo.KindNames() {
		at, ok := samples[kind]
		if !ok || dynamo.Kind(at[0], at[1]) != kind {
			t.Fatalf("%s has no sample: %v", kind, at)
		}
		put(t, e, at[0], at[1], `{"name":"x"}`)
	}
	put(t, e, "T#t#V#gone", "PROFILE", "")
	put(t, e, "T#t#V#odd", "PROFILE", "{broken")
	t.Cleanup(dynamo.SetUpgrades(rename("")))
	store := dynamo.New(e.DB, dynamotest.Table)

	cursor, raised, failed := "", 0, 0
	for range 3 { // and then it is killed
		next, did, err := store.Migrate(t.Context(), "", cursor, 5)
		if err != nil || next == "" || did.Seen != 5 {
			t.Fatalf("a page of 5 had %+v, and then %q: %v", did, next, err)
		}
		cursor, raised, failed = next, raised+did.Raised, failed+len(did.Failed)
	}
	if raised == 0 || raised > 15 {
		t.Fatalf("half way it raised %d", raised)
	}
	for anew := true; anew || cursor != ""; anew = false {
		next, did, err := store.Migrate(t.Context(), "", cursor, 5)
		if err != nil {
			t.Fatal(err)
		}
		cursor, raised, failed = next, raised+did.Raised, failed+len(did.Failed)
	}
	if raised != len(samples) || failed != 1 {
		t.Errorf("%d of %d kinds are raised, %d failed", raised, len(samples), failed)
	}
	for _, it := range all(t, e) {
		pk, sk := textOf(it, "pk"), textOf(it, "sk")
		switch doc := textOf(it, "d"); {
		case strings.Contains(pk, "gone") || strings.Contains(pk, "odd"):
			if textOf(it, "sv") != "" {
				t.Errorf("%s %s is touched: %v", pk, sk, it)
			}
		case doc != `{"name":"x","title":"x"}` || textOf(it, "sv") != "2" || textOf(it, "v") != "7":
			t.Errorf("%s %s is %s of version %s", pk, sk, doc, textOf(it, "sv"))
		}
	}
	if _, did, err := store.Migrate(t.Context(), "", "", 1000); err != nil || did.Raised != 0 {
		t.Errorf("a second migration raises %d: %v", did.Raised, err)
	}
}

func TestAMigrationOfOneTenant(t *testing.T) {
	e := engine(t)
	for _, pk := range []string{"T#t", "T#t#V#v", "T#tt", "T#tt#V#v", "SITE#shop"} {
		put(t, e, pk, map[bool]string{true: "PROFILE", false: "TENANT"}[strings.Contains(pk, "#V#")], `{"name":"x"}`)
	}
	t.Cleanup(dynamo.SetUpgrades(rename("")))
	_, did, err := dynamo.New(e.DB, dynamotest.Table).Migrate(t.Context(), "t", "", 100)
	if err != nil || did.Raised != 2 {
		t.Errorf("it raised %+v: %v", did, err)
	}
	var raised []string
	for _, it := range all(t, e) {
		if textOf(it, "sv") == "2" {
			raised = append(raised, textOf(it, "pk"))
		}
	}
	if slices.Sort(raised); !slices.Equal(raised, []string{"T#t", "T#t#V#v"}) {
		t.Errorf("raised are %v", raised)
	}
}

// Code reads the version before its own and the one after, writes its own, and refuses the rest.
func TestReadersAcceptTheVersionBefore(t *testing.T) {
	e := engine(t)
	store := dynamo.New(e.DB, dynamotest.Table)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(store.PutTenant(t.Context(), chat.Tenant{ID: "t", Name: "Kettle"}))
	if it := all(t, e)[0]; textOf(it, "sv") != "" {
		t.Errorf("the first version is written as %s", textOf(it, "sv"))
	}

	upper := func(raw json.RawMessage) (json.RawMessage, error) {
		return json.RawMessage(strings.Replace(string(raw), "Kettle", "KETTLE", 1)), nil
	}
	changes := [][]dynamo.Upgrade{{{Kind: "tenant", Raise: upper}}}
	undo := dynamo.SetUpgrades(changes)
	t.Cleanup(undo)
	had, err := store.Tenant(t.Context(), "t")
	if err != nil || had.Name != "KETTLE" {
		t.Fatalf("the version before reads as %q: %v", had.Name, err)
	}
	had.Name = "Kettle & Co."
	must(store.PutTenant(t.Context(), had))
	if it := all(t, e)[0]; textOf(it, "sv") != "2" {
		t.Errorf("it is written as version %q", textOf(it, "sv"))
	}

	undo() // a way back: the release before reads the rows of the one after
	if had, err := store.Tenant(t.Context(), "t"); err != nil || had.Name != "Kettle & Co." {
		t.Errorf("the release before reads %q: %v", had.Name, err)
	}
	dynamo.SetUpgrades([][]dynamo.Upgrade{nil, nil, nil})
	if _, err := store.Tenant(t.Context(), "t"); err == nil || !strings.Contains(err.Error(), "scripts/migrate") {
		t.Errorf("two versions before are read: %v", err)
	}
}
