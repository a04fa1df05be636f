package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/digest"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/onejson"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct {
	desk  *chat.Desk
	post  *mail.Post
	guard edge.Guard
}

type (
	request  = events.APIGatewayV2HTTPRequest
	response = events.APIGatewayV2HTTPResponse
)

// asked is the body of a call. link is the proof of its caller: a person who has it got the letter.
type asked struct {
	Link  string `json:"link"`
	Press string `json:"press"` // the same for all tries of one press of "Continue"
	NotMe bool   `json:"notMe"`

	// A widget's, whose page our page has led to with a code.
	Code    string `json:"code"`
	Site    string `json:"site"`
	Token   string `json:"token"`
	Browser string `json:"browser"` // the same for all tries with one code
}

// maxBody is more than any call of the page has.
const maxBody = 2000

// serve does one act with a link. A mail program that ends the mail by one click sends the link in the address, and a
// form of its own (RFC 8058).
func (h handler) serve(ctx context.Context, r request) (response, error) {
	if !h.guard.Passes(ctx, r.Headers[edge.Header]) {
		return response{StatusCode: http.StatusForbidden}, nil
	}
	if r.RequestContext.HTTP.Method == http.MethodGet { // by a mail program that does not know the one click
		return leads(r.QueryStringParameters["link"]), nil
	}
	act := r.PathParameters["act"]
	do, is := acts[act]
	if !is {
		return answered(ctx, nil, chat.Errorf(chat.NotFound, "not_found", "There is no such thing."))
	}
	ctx = trace.As(ctx, "mail_"+act)
	in := asked{Link: r.QueryStringParameters["link"]}
	if in.Link == "" {
		raw, err := edge.Body(r.Body, r.IsBase64Encoded)
		if err == nil && len(raw) > maxBody || !read(raw, &in) {
			return answered(ctx, nil, chat.Errorf(chat.Invalid, "bad_input", "The request could not be read."))
		}
	} else if act != "stop" {
		return answered(ctx, nil, chat.Errorf(chat.Invalid, "bad_input", "A link in an address only ends mail."))
	}
	if act == "stop" && digest.Stops(in.Link) {
		return answered(ctx, none{}, digest.Stop(ctx, h.desk, in.Link))
	}
	body, err := do(ctx, h.post, in)
	told, err := answered(ctx, body, err)
	if act == "offer" || act == "enter" { // these are called from the websites of teams
		told.Headers["access-control-allow-origin"] = "*"
	}
	return told, err
}

// leads shows the page on which a reader may end mail. It ends nothing: programs open every link of a mail.
func leads(link string) response {
	act := "#stop="
	if digest.Stops(link) {
		act = digest.Place
	}
	return response{
		StatusCode: http.StatusFound,
		Headers:    map[string]string{"location": mail.Page + act + url.PathEscape(link), "cache-control": "no-store"},
	}
}

type (
	act  = func(ctx context.Context, post *mail.Post, in asked) (any, error)
	none struct{}
)

var acts = map[string]act{
	"look": func(ctx context.Context, post *mail.Post, in asked) (any, error) {
		return post.Look(ctx, in.Link)
	},
	"use": func(ctx context.Context, post *mail.Post, in asked) (any, error) {
		address, err := post.Use(ctx, in.Link, in.Press)
		return map[string]string{"address": address}, err
	},
	"renew": func(ctx context.Context, post *mail.Post, in asked) (any, error) {
		return none{}, post.Renew(ctx, in.Link)
	},
	"stop": func(ctx context.Context, post *mail.Post, in asked) (any, error) {
		return none{}, post.Stop(ctx, in.Link, in.NotMe)
	},
	"offer": func(ctx context.Context, post *mail.Post, in asked) (any, error) {
		return post.Offer(ctx, in.Code, in.by())
	},
	"enter": func(ctx context.Context, post *mail.Post, in asked) (any, error) {
		token, err := post.Enter(ctx, in.Code, in.by())
		return map[string]string{"token": token}, err
	},
}

func (in asked) by() mail.Browser {
	return mail.Browser{Site: in.Site, Token: in.Token, Name: in.Browser}
}

func read(raw []byte, in *asked) bool {
	return onejson.Check(raw) == nil && json.Unmarshal(raw, in) == nil
}

// answered is an answer as JSON, or an error in words.
func answered(ctx context.Context, body any, err error) (response, error) {
	if err != nil {
		status, told := httpapi.Told(ctx, err)
		return written(status, told)
	}
	return written(http.StatusOK, body)
}

func written(status int, body any) (response, error) {
	raw, err := json.Marshal(body)
	return response{
		StatusCode: status, Body: string(raw),
		Headers: map[string]string{"content-type": "application/json", "cache-control": "no-store"},
	}, err
}
