package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/wire"
)

// download gets a file from a presigned address.
func download(t *testing.T, address string) []byte {
	t.Helper()
	answer, err := (&http.Client{Timeout: patience}).Get(address)
	must(t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%d: %s", answer.StatusCode, raw)
	}
	return raw
}

// An owner's settings take effect: a number, an API key with which a server reports, a site whose
// file is published.
func TestSettingsTakeEffect(t *testing.T) {
	olu := demo(t, chat.RoleOwner)
	var bot wire.BotSettings
	olu.does("POST", "/v1/bots", object{"name": "A bot of its own"}, &bot)
	var site chat.Site
	olu.does("POST", "/v1/sites", object{
		"bot": bot.Id, "name": "Second shop", "origins": []string{world.Door + "/"},
		"consent": true, "look": object{"title": "Hi"},
	}, &site)
	var file chat.SiteFile
	must(t, json.Unmarshal(download(t, world.Door+"/widget/sites/"+site.Key+".json"), &file))
	if file.Origins[0] != world.Door || !file.Consent || file.Look.Title != "Hi" {
		t.Errorf("the site's file is %+v", file)
	}
	var saved wire.ScriptSaved
	olu.does("POST", "/v1/bots/"+bot.Id+"/scripts",
		object{"base": 1, "text": "{\n \"greeting\": {},\n " +
			"\"fallback\": {\"say\": [\"What?\"], \"buttons\": [{\"id\":\"a\",\"title\":\"A\",\"goto\":\"x\"}]}\n}"}, &saved)
	if len(saved.Problems) != 1 || saved.Problems[0].Line != 3 || saved.Version != nil {
		t.Errorf("a script that leads nowhere: %+v", saved)
	}
	olu.does("POST", "/v1/bots/"+bot.Id+"/scripts",
		object{"base": 1, "text": `{"greeting":{},"fallback":{"say":["Only this."]}}`}, &saved)
	olu.does("POST", "/v1/bots/"+bot.Id+"/publish", object{"script": 2, "version": bot.Version}, nil)
	kofi := newVisitor(t, "lagos")
	kofi.site = site.Key
	if said := kofi.opensTab("/").says("Anything?"); said.Reply == nil || said.Reply.Bubbles[0].Text != "Only this." {
		t.Errorf("the published script answers %+v", said.Reply)
	}

	if _, failed := olu.call("POST", "/v1/numbers", object{
		"id": setup.SpareNumber, "waba": setup.DemoWABA, "bot": bot.Id,
		"token": "not-the-token", "appSecret": "a secret of the app", "verifyToken": "verify this",
	},
		nil); failed.Code != "number_not_ours" || !strings.Contains(failed.Message, "190") {
		t.Errorf("a wrong token: %+v", failed)
	}
	var number wire.NumberSettings
	olu.does("POST", "/v1/numbers", object{
		"id": setup.SpareNumber, "waba": setup.DemoWABA, "bot": bot.Id,
		"token": setup.DemoGraphToken, "appSecret": "a secret of the app", "verifyToken": "verify this",
	}, &number)
	var check wire.NumberCheck
	olu.does("POST", "/v1/numbers/"+setup.SpareNumber+"/check", nil, &check)
	if !check.Ok || len(check.Findings) != 3 {
		t.Errorf("the number is %+v", check)
	}
	answer, err := http.Get(world.Door + number.Webhook +
		"?hub.mode=subscribe&hub.challenge=42&hub.verify_token=verify+this")
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("Meta's question about the webhook is answered %d", answer.StatusCode)
	}
	olu.does("DELETE", "/v1/numbers/"+setup.SpareNumber, nil, nil)

	var key wire.KeySecret
	olu.does("POST", "/v1/keys", object{"name": "The shop"}, &key)
	server := &agent{t: t, token: key.Secret}
	order := object{
		"name": "Checkout", "conversation": kofi.conversation, "orderId": "o-" + newID(), "value": 19.99,
		"currency": "EUR",
	}
	for range 2 {
		server.does("POST", "/v1/goals", order, nil)
	}
	order["value"] = 20
	if status, failed := server.call("POST", "/v1/goals", order, nil); status != 409 ||
		!strings.Contains(failed.Message, "with 19.99 EUR") {
		t.Errorf("another value for the same order is answered %d %+v", status, failed)
	}
	order["conversation"], order["orderId"] = "c_none", "o-"+newID()
	if status, failed := server.call("POST", "/v1/goals", order, nil); status != 404 {
		t.Errorf("a goal of nobody is answered %d %+v", status, failed)
	}
	if status, failed := server.call("GET", "/v1/members", nil, nil); status != 401 && failed.Code != "no_access" {
		t.Errorf("an API key reads the team: %d %+v", status, failed)
	}
	olu.does("DELETE", "/v1/keys/"+key.Key.Id, nil, nil)
	if _, failed := server.call("POST", "/v1/goals", object{"name": "Checkout", "conversation": kofi.conversation},
		nil); failed.Code != "bad_key" {
		t.Errorf("a key that was deleted: %+v", failed)
	}
	var audit wire.AuditList
	olu.does("GET", "/v1/audit?action=number", nil, &audit)
	if len(audit.Rows) < 2 || audit.Rows[0].Action != "number.unbound" || audit.Rows[0].From == "" {
		t.Errorf("the audit says %+v", audit.Rows)
	}
}

// A sealed value can be opened only for its tenant, its purpose and its row.
func TestSealedValuesDoNotMove(t *testing.T) {
	cfg, err := awsconfig.LoadDefaultConfig(t.Context(), awsconfig.WithRegion("us-east-1"),
		awsconfig.WithBaseEndpoint(world.Endpoint),
		awsconfig.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")))
	must(t, err)
	s := seal.New(cfg, world.Stack["SealKey"])
	sealed, err := s.Seal(t.Context(), "t_a", chat.GraphToken, "1", []byte("a token"))
	must(t, err)
	if plain, err := s.Open(t.Context(), "t_a", chat.GraphToken, "1", sealed); err != nil || string(plain) != "a token" {
		t.Errorf("in its place it opens to %q, %v", plain, err)
	}
	for _, other := range []struct {
		tenant       chat.TenantID
		purpose, row string
	}{{"t_b", chat.GraphToken, "1"}, {"t_a", chat.AppSecret, "1"}, {"t_a", chat.GraphToken, "2"}} {
		if plain, err := s.Open(t.Context(), other.tenant, other.purpose, other.row, sealed); err == nil {
			t.Errorf("copied to %+v it opens to %q", other, plain)
		}
	}
}

// A visitor's data is exported and erased through the real doors, and the sweep makes the second
// pass of the erasure by itself.
func TestErasureAndExportReachEveryTrace(t *testing.T) {
	t.Parallel()
	amara := newVisitor(t, "lagos")
	tab := amara.opensTab("/only-amara")
	word := "platypus-" + strings.ToLower(newID())
	tab.says(word)
	lea := demo(t, chat.RoleLead)
	id := string(lea.finds("bot", amara.conversation).Conversation.Visitor)

	waits := func(list string, j wire.Job) wire.Job {
		t.Helper()
		within(t, 5*time.Minute, "the job "+j.Id+" is done", func() bool {
			var all wire.JobList
			lea.does("GET", list, nil, &all)
			for _, row := range all.Rows {
				if row.Id == j.Id {
					j = row
				}
			}
			return j.State != "running"
		})
		return j
	}
	exports := func(by *agent, body object, file string) []byte {
		t.Helper()
		for range 5 { // the second pass of an erasure of an earlier story withdraws all exports
			j := waits("/v1/exports", by.starts("/v1/exports", body))
			var at wire.FileAddress
			if status, _ := by.call("GET", "/v1/exports/"+j.Id+"/files/"+file, nil, &at); status == 200 {
				return download(t, at.Url)
			}
		}
		t.Fatalf("five exports of %v were not done", body)
		return nil
	}
	raw := exports(lea, object{"kind": "visitor", "visitor": id}, "visitor")
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	for _, name := range []string{"visitor.json", "index.html"} {
		f, err := z.Open(name)
		must(t, err)
		text, err := io.ReadAll(f)
		must(t, err)
		if !strings.Contains(string(text), word) || !strings.Contains(string(text), "/only-amara") {
			t.Errorf("%s lacks what %s said and saw", name, id)
		}
	}
	if status, _ := lea.call("POST", "/v1/exports", object{"kind": "tenant"}, nil); status != 403 {
		t.Errorf("a lead exports everything: %d", status)
	}
	olu := demo(t, chat.RoleOwner)
	whole := exports(olu, object{"kind": "tenant"}, "messages")
	rows, err := csv.NewReader(bytes.NewReader(whole)).ReadAll()
	must(t, err)
	if !strings.Contains(strings.Join(flat(rows), " "), word) {
		t.Errorf("the export of everything lacks %q", word)
	}

	// The second pass comes a minute later, and the sweep each minute.
	receipt := waits("/v1/erasures", lea.starts("/v1/erasures", object{"visitor": id}))
	if receipt.Counts == nil || (*receipt.Counts)["messages"] < 2 || receipt.Name == nil {
		t.Errorf("the receipt is %+v", receipt)
	}
	if status, failed := lea.call("GET", "/v1/visitors/"+id, nil, nil); status != 410 || failed.Code != "erased" {
		t.Errorf("an erased visitor is answered %d %+v", status, failed)
	}
	_, err = table(t).Head(t.Context(), chat.ConversationKey{
		Tenant: setup.DemoTenant,
		ID:     chat.ConversationID(amara.conversation),
	})
	if !errors.Is(err, chat.ErrErased) {
		t.Errorf("the conversation: %v", err)
	}
}

func flat(rows [][]string) []string {
	all := []string{}
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}

// rowsOf are the rows that name a person. Only tests may scan.
func rowsOf(t *testing.T, names ...string) []map[string]types.AttributeValue {
	t.Helper()
	name := world.Stack["Table"]
	rows := []map[string]types.AttributeValue{}
	pages := dynamodb.NewScanPaginator(tableClient(t), &dynamodb.ScanInput{TableName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		for _, it := range page.Items {
			text := ""
			for _, v := range it {
				if s, ok := v.(*types.AttributeValueMemberS); ok {
					text += s.Value + " "
				}
			}
			for _, one := range names {
				if strings.Contains(text, one) {
					rows = append(rows, it)
					break
				}
			}
		}
	}
	return rows
}
