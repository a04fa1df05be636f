package faults

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// theRest covers the frames and operations that no scene uses, and a second visit.
func theRest(t *testing.T, h *host.Host) {
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "When do you open?")
	must(t, err)
	a, err := h.Agent(ctx, ana)
	must(t, err)
	must(t, a.View(ctx, v.Conversation))
	at := "/v1/conversations/" + string(v.Conversation)
	must(t, agentActs(ctx, h, at, "take-over"))
	for _, frame := range []host.Object{
		{"action": "typing", "typing": true},
		{"action": "read", "upTo": newID()},
		{"action": "history"},
		{"action": "sync"},
		{"action": "ping", "visible": false},
		{"action": "activity", "active": false},
		{"action": "activity", "active": true},
		{"action": "attributes", "attributes": host.Object{"plan": "gold"}},
		{"action": "identify", "jwt": host.SignedIn("the-rest-"+newID(), "Rest")},
		{"action": "upload", "name": "a.png", "type": "image/png", "size": 10},
		{"action": "end"},
	} {
		must(t, v.Rest(ctx))
		if answer, err := v.Ask(ctx, frame); err != nil || answer.Code != "" {
			t.Errorf("%v is answered by %+v, %v", frame["action"], answer, err)
		}
	}
	must(t, a.Type(ctx))
	takesBack(t, h, v.Key())
	watchPhone(t, h, a)
	must(t, v.Leave(ctx))
	// The answer finds the socket gone.
	must(t, agentDoes(ctx, h, "POST", at+"/messages", host.Object{"id": newID(), "kind": "text", "text": "At nine."}, nil))
	h.Drain(ctx)
	must(t, v.Arrive(ctx, "/again"))
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	owner := ana
	owner.Role = chat.RoleOwner
	h.PutFile("media", "kept/"+string(host.Tenant)+"/"+string(v.Conversation)+"/01ARZ3NDEKTSV4RRFFQ69G5FAV", []byte("x"),
		0)
	enclosed := "canned/" + string(host.Tenant) + "/team/01ARZ3NDEKTSV4RRFFQ69G5FAV"
	h.PutFile("media", enclosed, []byte("x"), 0)
	must(t, h.Store.PutCannedReply(ctx, host.Tenant, chat.CannedReply{
		ID: "kept", Title: "T", Text: "x", Files: []chat.CannedFile{{Upload: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Name: "a.png"}},
	}))
	for _, op := range []struct {
		method, path string
		body         any
	}{
		{"GET", "/v1/sessions?state=live&limit=1", nil},
		{"GET", "/v1/visitors/" + string(head.Visitor), nil},
		{"GET", "/v1/visitors/" + string(head.Visitor) + "/timeline", nil},
		{"POST", "/v1/visitors/" + string(head.Visitor) + "/notes", host.Object{"text": "x"}},
		{"GET", "/v1/conversations?queue=bot", nil},
		{"GET", "/v1/conversations?queue=mine", nil},
		{"GET", at, nil},
		{"GET", at + "/messages", nil},
		{"POST", at + "/snooze", host.Object{"until": now().Add(time.Hour), "epoch": head.Epoch}},
		{"POST", at + "/close", host.Object{"epoch": head.Epoch}},
		{"POST", at + "/reopen", host.Object{"epoch": head.Epoch + 1, "to": "bot"}},
		{"POST", "/v1/canned-replies", host.Object{"title": "T", "text": "x"}},
		{"GET", "/v1/canned-replies", nil},
		{"GET", "/v1/mentions", nil},
		{"POST", "/v1/mentions/read", host.Object{"upTo": now()}},
		{"GET", "/v1/views", nil},
		{"PUT", "/v1/views/own", host.Object{"version": 0, "views": []host.Object{{"name": "Refunds", "queue": "all"}}}},
		{"POST", "/v1/canned-replies/files", host.Object{"name": "a.png", "type": "image/png", "size": 10}},
		{"GET", "/v1/canned-replies/files/01ARZ3NDEKTSV4RRFFQ69G5FAV", nil},
		{"PUT", "/v1/canned-replies/kept", host.Object{"title": "T", "text": "y", "version": 1, "files": []any{}}},
		{"DELETE", "/v1/canned-replies/none", nil},
		{"POST", at + "/uploads", host.Object{"name": "a.png", "type": "image/png", "size": 10}},
		{"GET", at + "/files/01ARZ3NDEKTSV4RRFFQ69G5FAV", nil},
		{"POST", at + "/read", host.Object{"at": now()}},
		{"GET", "/v1/visitors?q=an", nil},
		{"GET", "/v1/bots", nil},
		{"GET", "/v1/insights/gaps?limit=1&bot=" + string(host.FastBot), nil},
		{"GET", "/v1/insights/figures?latest=true&by=country&from=2026-01-02&to=2027-01-01", nil},
		{"GET", "/v1/insights/lines?figure=visits&from=2026-01-02&to=2027-01-01", nil},
		{"GET", "/v1/insights/counts?from=2026-01-01&to=2027-01-01", nil},
	} {
		if status, err := h.Call(ctx, owner, op.method, op.path, op.body, nil); err != nil || status >= 300 {
			t.Errorf("%s %s: %d %v", op.method, op.path, status, err)
		}
	}
	if h.File("media", enclosed) != nil {
		t.Error("the file that was taken off a canned reply stays")
	}
	_, err = h.Store.Commit(ctx, v.Key(), func(head *chat.Head) ([]chat.Message, error) {
		head.Status, head.Due = chat.Snoozed, now().Add(-time.Second) // it is due
		return nil, nil
	})
	must(t, err)
	// A status without callback data arrives before the send is known.
	must(t, delivers(ctx, h, host.Kettle.Delivery(nil,
		[]host.Object{meta.Status("551", "wamid.early", "delivered", "", now())})))
	h.Drain(ctx)
	must(t, h.Sweep(ctx))
	if status, err := h.Call(ctx, owner, "PATCH", "/v1/visitors/"+string(head.Visitor), host.Object{"blocked": true},
		nil); err != nil || status >= 300 {
		t.Errorf("block: %d %v", status, err)
	}
}

// takesBack has an agent send a file and revoke it.
func takesBack(t *testing.T, h *host.Host, key chat.ConversationKey) {
	ctx := t.Context()
	upload := newID()
	path := "kept/" + string(key.Tenant) + "/" + string(key.ID) + "/" + upload
	h.PutFile("media", path, host.Picture, 0)
	desk := replier(h)
	m, _, err := desk.Reply(ctx, ana, key, chat.MessageID(newID()),
		chat.Body{Kind: chat.KindImage, Media: &chat.Media{
			Upload: upload, Name: "a.png", Type: "image/png",
			Size: int64(len(host.Picture)),
		}}, nil)
	must(t, err)
	status, err := h.Call(ctx, ana, "POST", "/v1/conversations/"+string(key.ID)+"/messages",
		host.Object{"id": newID(), "kind": "revoke", "replyTo": m.ID}, nil)
	if err != nil || status != 201 || h.File("media", path) != nil {
		t.Errorf("taken back: %d, %v, and its file is %d bytes", status, err, len(h.File("media", path)))
	}
	h.Drain(ctx)
}

// answerPhone has an agent type and send a file, and a phone call the endpoint of Flows.
func answerPhone(t *testing.T, h *host.Host, a *host.Agent, key chat.ConversationKey) {
	ctx := t.Context()
	must(t, agentActs(ctx, h, "/v1/conversations/"+string(key.ID), "take-over"))
	must(t, a.Type(ctx))
	upload := newID()
	h.PutFile("media", "kept/"+string(key.Tenant)+"/"+string(key.ID)+"/"+upload, host.Picture, 0)
	desk := replier(h)
	_, _, err := desk.Reply(ctx, ana, key, chat.MessageID(newID()),
		chat.Body{Kind: chat.KindImage, Media: &chat.Media{
			Upload: upload, Name: "a.png", Type: "image/png",
			Size: int64(len(host.Picture)),
		}}, nil)
	must(t, err)
	h.Drain(ctx)
	must(t, h.FlowKey(ctx))
	if status, err := h.Flow(ctx, []byte("{}")); err != nil || status != 421 {
		t.Errorf("a request that is not encrypted is answered by %d, %v", status, err)
	}
}

// watchPhone has an agent view a WhatsApp conversation while messages and statuses arrive.
func watchPhone(t *testing.T, h *host.Host, a *host.Agent) {
	ctx := t.Context()
	var list wire.ConversationList
	status, err := h.Call(ctx, ana, "GET", "/v1/conversations?queue=bot&source=whatsapp", nil, &list)
	if err != nil || status != 200 || len(list.Rows) == 0 {
		t.Fatalf("the phone's conversation is not in the inbox: %d, %v", status, err)
	}
	head := list.Rows[0].Conversation
	must(t, a.View(ctx, head.ID))
	h.Drain(ctx)
	h.Forget()
	photo := host.Object{
		"from": head.Reached, "id": "wamid." + newID(), "timestamp": fmt.Sprint(now().Unix()),
		"type": "image", "image": host.Object{"id": h.Photo(newID()), "mime_type": "image/png"},
	}
	for _, m := range []host.Object{
		meta.Message(head.Reached, "wamid."+newID(), "How long does delivery take?", now()),
		photo,
	} {
		must(t, delivers(ctx, h, host.Kettle.Delivery([]host.Object{m}, nil)))
		h.Drain(ctx)
	}
	answerPhone(t, h, a, head.Key())
	for _, raw := range h.Sends() {
		var sent struct {
			Callback string `json:"biz_opaque_callback_data"`
		}
		must(t, json.Unmarshal(raw, &sent))
		must(t, delivers(ctx, h, host.Kettle.Delivery(nil,
			[]host.Object{meta.Status(head.Reached, "wamid.s", "read", sent.Callback, now())})))
	}
}
