package faults

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/wire"
	"github.com/google/go-cmp/cmp"
)

// usedFile lists the actions that each function uses; a test of the stack compares the roles with
// it.
const usedFile = "../../infra/testdata/used.json"

// whenSlow are actions of the slow way, which a question takes that embed does not judge within 100 ms: a quiet machine
// may never go it. So is the wait of a publication for an import that came first and is still being written, and that
// of a visit's end for a tab that may come back.
var whenSlow = map[string][]string{
	"knowledge-work": {"sqs:ChangeMessageVisibility"},
	"answer":         {"lambda:InvokeFunction", "s3:GetObject"},
	"relay":          {"lambda:InvokeFunction"},
	"visit-end":      {"sqs:ChangeMessageVisibility"},
}

// When nothing goes wrong, functions use exactly the actions on file. UPDATE=1 writes the file
// anew.
func TestActionsUsedAreOnFile(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	knownWaits(t, h)
	for _, s := range scenes {
		h.Restart("agent-message") // it keeps a team's rules for 15 s, and a fast machine plays all scenes in that time
		if _, err := s.play(ctx, h); err != nil {
			t.Fatal(s.name, err)
		}
	}
	theRest(t, h)
	briefed(t, h, ana)
	promised(t, h)
	mailed(t, h)
	digested(t, h)
	everySetting(t, h)
	connectUntilCounted(t, h)
	used := map[string]map[string]bool{}
	for _, c := range h.Calls() {
		if c.Function == "setup" || strings.HasPrefix(c.Op, "graph") || c.Op == "bot" || c.Op == "hook" {
			continue
		}
		if used[c.Function] == nil {
			used[c.Function] = map[string]bool{}
		}
		for _, action := range actions(c) {
			used[c.Function][action] = true
		}
	}
	for function, actions := range whenSlow {
		for _, action := range actions {
			used[function][action] = true
		}
	}
	got := map[string][]string{}
	for function, set := range used {
		got[function] = slices.Sorted(maps.Keys(set))
	}
	if os.Getenv("UPDATE") == "1" {
		raw, err := json.MarshalIndent(got, "", "  ")
		must(t, err)
		must(t, os.WriteFile(usedFile, append(raw, '\n'), 0o644))
	}
	raw, err := os.ReadFile(usedFile)
	must(t, err)
	var want map[string][]string
	must(t, json.Unmarshal(raw, &want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the actions used differ from %s (-file +run); UPDATE=1 writes it anew:\n%s", usedFile, diff)
	}
}

// connectUntilCounted connects until one of the connects was sampled for the counters.
func connectUntilCounted(t *testing.T, h *host.Host) {
	for range 100 {
		for _, c := range h.Calls() {
			if c.Function == "widget-connect" && slices.Contains(actions(c), "dynamodb:UpdateItem") {
				return
			}
		}
		must(t, h.Visitor(host.FastSite).Arrive(t.Context(), "/"))
	}
	t.Error("of a hundred connects none was counted")
}

// everySetting calls each operation on settings, knowledge and privacy once, with a role that may; and it
// covers the work of the sweep: an erasure's second pass, a retention run, an export.
func everySetting(t *testing.T, h *host.Host) {
	ctx := t.Context()
	s := newSetUp(t, h)
	s.me = olu.ID
	var secret wire.KeySecret
	s.does("POST", "/v1/keys", host.Object{"name": "A shop"}, &secret)
	for _, pattern := range slices.Sorted(maps.Keys(schema.Operations())) {
		op := schema.Operations()[pattern]
		if !slices.Contains([]string{"settings", "privacy", "server", "knowledge"}, op.Tag) || op.Role == chat.RoleGuest {
			continue // setUp.member calls those of guests
		}
		names, body := s.fresh(op.ID)
		method, path, _ := strings.Cut(pattern, " ")
		path = names.Replace(path)
		if op.Tag != "server" {
			s.does(method, path, body, nil)
		} else if status, err := h.CallWithKey(ctx, secret.Secret, method, path, body, nil); err != nil || status >= 300 {
			t.Errorf("%s: %d %v", pattern, status, err)
		}
	}
	s.does("GET", "/v1/search?q=zebra", nil, nil)
	s.does("GET", "/v1/search?author=visitor&limit=1", nil, nil)
	s.does("POST", "/v1/exports", host.Object{"kind": "tenant"}, nil)
	agent, err := h.Agent(ctx, ana)
	must(t, err)
	must(t, agent.Type(ctx))
	s.does("DELETE", "/v1/members/"+string(ana.ID), nil, nil) // that closes her socket
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	if answer, err := v.Ask(ctx, host.Object{"action": "erase"}); err != nil || answer.Code != "" {
		t.Errorf("erase is answered by %+v, %v", answer, err)
	}
	h.Drain(ctx)
	jobsFallDue(t, h)
	must(t, h.Sweep(ctx))
	h.Drain(ctx)
}

// jobsFallDue makes every waiting job due.
func jobsFallDue(t *testing.T, h *host.Host) {
	t.Helper()
	jobs, err := h.Store.Jobs(t.Context(), host.Tenant, 100)
	must(t, err)
	walk, err := h.Store.Job(t.Context(), lifecycle.JobKey{Tenant: host.Tenant, ID: "retention"})
	must(t, err)
	for _, j := range append(jobs, walk) {
		if j.Due.IsZero() {
			continue
		}
		j.Due = now().Add(-time.Second)
		must(t, h.Store.PutJob(t.Context(), j))
	}
}

// fileRights are the IAM rights of S3's operations, whose names differ.
var fileRights = map[string]string{
	"PutObject": "PutObject", "GetObject": "GetObject", "HeadObject": "GetObject", "DeleteObject": "DeleteObject",
	"DeleteObjects": "DeleteObject", "ListObjectsV2": "ListBucket",
	"CreateMultipartUpload": "PutObject", "UploadPart": "PutObject", "CompleteMultipartUpload": "PutObject",
	"CopyObject": "PutObject",
}

// actions are the IAM actions that a call needs. A transaction needs those of its parts.
func actions(c host.Call) []string {
	service, op, _ := strings.Cut(c.Op, ".")
	switch service {
	case "KMS":
		return []string{"kms:" + op}
	case "SQS":
		return []string{"sqs:" + op}
	case "bedrock":
		return []string{"bedrock:InvokeModel"}
	case "SES":
		return []string{"ses:" + op}
	case "Lambda":
		return []string{"lambda:InvokeFunction"}
	case "sockets":
		return []string{"execute-api:ManageConnections"}
	case "Cognito":
		return []string{"cognito-idp:" + op}
	case "S3":
		return []string{"s3:" + fileRights[op]}
	}
	var in struct {
		IndexName     string
		TransactItems []map[string]any
	}
	_ = json.Unmarshal(c.Body, &in)
	switch {
	case op == "Query" && in.IndexName != "":
		return []string{"dynamodb:Query on " + in.IndexName}
	case op != "TransactWriteItems":
		return []string{"dynamodb:" + op}
	}
	all := []string{}
	for _, part := range in.TransactItems {
		for kind := range part {
			all = append(all, "dynamodb:"+kind+"Item")
		}
	}
	return all
}
