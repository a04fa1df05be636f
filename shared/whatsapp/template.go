package whatsapp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/pattern"
	"github.com/botifire/livechat/shared/truncate"
)

// template is an approved text with the values of its placeholders.
func template(b chat.Body, media, token string) (string, any, error) {
	t := b.Template
	var components, words, buttons []object
	if b.Media != nil {
		kind := t.Header // image, video or document
		if _, _, err := file(chat.Body{Kind: chat.BodyKind(kind), Media: b.Media}, media); err != nil {
			return "", nil, err
		}
		components = append(components, component("header", object{"type": kind, kind: object{"id": media}}))
	}
	for _, key := range slices.SortedFunc(maps.Keys(t.Values), byPlace) {
		value := t.Values[key]
		place, name, _ := strings.Cut(key, ".")
		parameter := object{"type": "text", "text": value}
		if strings.Trim(name, "0123456789") != "" {
			parameter["parameter_name"] = name
		}
		switch place {
		case "header":
			components = append(components, component("header", parameter))
		case "body":
			words = append(words, parameter)
		case "button":
			index, kind, _ := strings.Cut(name, ".")
			parameter = object{"type": "text", "text": value}
			switch kind {
			case "quick_reply":
				parameter = object{"type": "payload", "payload": value}
			case "copy_code":
				parameter = object{"type": "coupon_code", "coupon_code": value}
			}
			button := component("button", parameter)
			button["sub_type"], button["index"] = kind, index
			buttons = append(buttons, button)
		}
	}
	if words != nil {
		components = append(components, component("body", words...))
	}
	if t.Flow != "" && token != "" {
		button := component("button", object{"type": "action", "action": object{"flow_token": token}})
		button["sub_type"], button["index"] = "flow", strconv.Itoa(t.Button)
		buttons = append(buttons, button)
	}
	filled := object{"name": t.Name, "language": object{"code": t.Language}}
	if components = append(components, buttons...); components != nil {
		filled["components"] = components
	}
	return "template", filled, nil
}

// component is the values of one part of a template.
func component(kind string, parameters ...object) object {
	return object{"type": kind, "parameters": parameters}
}

// byPlace sorts positions by their number: body.2 before body.10.
func byPlace(a, b string) int {
	number := func(key string) int {
		_, name, _ := strings.Cut(key, ".")
		n, _ := strconv.Atoi(strings.TrimSuffix(strings.SplitN(name, ".", 2)[0], "."))
		return n
	}
	return cmp.Or(cmp.Compare(number(a), number(b)), strings.Compare(a, b))
}

// Templates asks Graph for all templates of a number's account. An error is in words for an owner.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
func (c *Client) Templates(ctx context.Context, n chat.Number, at time.Time) ([]chat.Template, error) {
	token, err := c.Token(ctx, n)
	if err != nil {
		return nil, err
	}
	look := looker{c.Graph, string(token), c.http}
	query := url.Values{"fields": {"name,language,status,category,components"}, "limit": {"100"}}
	all := []chat.Template{}
	for range maxTemplatePages {
		var page struct {
			Data   []fetched `json:"data"`
			Paging struct {
				Cursors struct{ After string } `json:"cursors"`
				Next    string                 `json:"next"`
			} `json:"paging"`
		}
		if wrong := look.at(ctx, n.WABA+"/message_templates", query, &page); wrong != "" {
			return nil, chat.Errorf(chat.Unavailable, "templates_not_read", "%s", wrong)
		}
		for _, t := range page.Data {
			all = append(all, t.read(n.WABA, at))
		}
		if page.Paging.Next == "" || page.Paging.Cursors.After == "" {
			break
		}
		query.Set("after", page.Paging.Cursors.After)
	}
	return all, nil
}

// maxTemplatePages bounds the pages that are read of an account, a hundred templates each.
const maxTemplatePages = 60

// fetched is a template as Graph sends it.
type fetched struct {
	Name, Language, Status, Category string
	Components                       []struct {
		Type, Format, Text string
		Example            struct {
			Body  [][]string `json:"body_text"`
			Head  []string   `json:"header_text"`
			Named []struct {
				Name    string `json:"param_name"`
				Example string `json:"example"`
			} `json:"body_text_named_params"`
		} `json:"example"`
		Buttons []struct {
			Type, Text, URL string
			Flow            json.RawMessage `json:"flow_id"` // a text or a number
			Example         json.RawMessage `json:"example"`
		} `json:"buttons"`
	} `json:"components"`
}

var hole = pattern.Lazy(`\{\{([A-Za-z0-9_]+)\}\}`)

func (f *fetched) read(waba string, now time.Time) chat.Template {
	t := chat.Template{
		WABA: waba, Name: f.Name, Language: f.Language, Category: strings.ToLower(f.Category),
		Status: strings.ToLower(f.Status), At: now,
	}
	param := func(key, kind, example string) {
		if !slices.ContainsFunc(t.Params, func(p chat.TemplateParam) bool { return p.Key == key }) {
			t.Params = append(t.Params, chat.TemplateParam{Key: key, Kind: kind, Example: truncate.Bytes(example, 200)})
		}
	}
	for _, c := range f.Components {
		switch c.Type {
		case "HEADER":
			switch c.Format {
			case "", "TEXT":
				t.Header = c.Text
				for _, h := range hole().FindAllStringSubmatch(c.Text, -1) {
					param("header."+h[1], "text", strings.Join(c.Example.Head, ""))
				}
			case "IMAGE", "VIDEO", "DOCUMENT":
				param("header", strings.ToLower(c.Format), "")
			default:
				t.Cannot = fmt.Sprintf("Templates with a header of the kind %s cannot be sent from here.",
					strings.ToLower(c.Format))
			}
		case "BODY":
			t.Body = c.Text
			for i, h := range hole().FindAllStringSubmatch(c.Text, -1) {
				example := ""
				if len(c.Example.Body) > 0 && i < len(c.Example.Body[0]) {
					example = c.Example.Body[0][i]
				}
				for _, named := range c.Example.Named {
					if named.Name == h[1] {
						example = named.Example
					}
				}
				param("body."+h[1], "text", example)
			}
		case "FOOTER":
			t.Footer = c.Text
		case "BUTTONS":
			for i, b := range c.Buttons {
				kind := strings.ToLower(b.Type)
				t.Buttons = append(t.Buttons, chat.TemplateButton{Type: kind, Text: b.Text, URL: b.URL, Flow: asWritten(b.Flow)})
				if kind == "copy_code" || (kind == "url" && hole().MatchString(b.URL)) {
					param(fmt.Sprintf("button.%d.%s", i, kind), "text", "")
				}
			}
		default:
			t.Cannot = fmt.Sprintf("Templates with %s cannot be sent from here.", strings.ToLower(c.Type))
		}
	}
	return t
}
