package whatsapp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Finding is the result of one check, in words for an owner.
type Finding struct {
	OK   bool
	Text string
}

// Checked is the result of all checks of a number.
type Checked struct {
	Display  string // as people dial it
	Name     string // as customers see it
	Findings []Finding
}

// OK tells whether all checks passed.
func (c Checked) OK() bool {
	for _, f := range c.Findings {
		if !f.OK {
			return false
		}
	}
	return true
}

// Check asks Graph whether a token controls a number and its account, and whether the account is
// subscribed to our webhook. It stops at the first failure that makes the other checks pointless.
// https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers
func Check(ctx context.Context, graph, token, number, waba string) Checked {
	look := looker{strings.TrimSuffix(graph, "/"), token, &http.Client{Timeout: 10 * time.Second}}
	var c Checked
	var profile struct {
		Display string `json:"display_phone_number"`
		Name    string `json:"verified_name"`
		Quality string `json:"quality_rating"`
	}
	if wrong := look.at(ctx, number, url.Values{"fields": {"display_phone_number,verified_name,quality_rating"}},
		&profile); wrong != "" {
		c.Findings = append(c.Findings, Finding{false, wrong})
		return c
	}
	c.Display, c.Name = profile.Display, profile.Name
	c.Findings = append(c.Findings, Finding{true, "The token may use the number " + profile.Display + "."})
	var numbers struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if wrong := look.at(ctx, waba+"/phone_numbers", url.Values{"fields": {"id"}, "limit": {"100"}},
		&numbers); wrong != "" {
		c.Findings = append(c.Findings, Finding{false, "The WhatsApp Business account: " + wrong})
		return c
	}
	c.Findings = append(c.Findings, belongs(numbers.Data, number))
	var apps struct {
		Data []json.RawMessage `json:"data"`
	}
	if wrong := look.at(ctx, waba+"/subscribed_apps", nil, &apps); wrong != "" {
		c.Findings = append(c.Findings, Finding{false, "The account's apps: " + wrong})
	} else if len(apps.Data) == 0 {
		c.Findings = append(c.Findings, Finding{
			false, "No app is subscribed to the account: messages do not reach us. Subscribe your app to it in Meta's settings.",
		})
	} else {
		c.Findings = append(c.Findings, Finding{true, "An app is subscribed to the account."})
	}
	if profile.Quality == "RED" {
		c.Findings = append(c.Findings, Finding{
			false, "Meta rates the number's quality as low. It may limit how many people you can write to.",
		})
	}
	return c
}

func belongs(numbers []struct {
	ID string `json:"id"`
}, number string,
) Finding {
	for _, n := range numbers {
		if n.ID == number {
			return Finding{true, "The number belongs to the account."}
		}
	}
	return Finding{
		false, "The number does not belong to this WhatsApp Business account. Check both ids in Meta's settings.",
	}
}

type looker struct {
	graph, token string
	http         *http.Client
}

// at reads a node of the graph. An error is in words for an owner.
func (l looker) at(ctx context.Context, path string, query url.Values, out any) (wrong string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.graph+"/"+path+"?"+query.Encode(), nil)
	if err != nil {
		return "This id cannot be asked for."
	}
	request.Header.Set("Authorization", "Bearer "+l.token)
	answer, err := l.http.Do(request)
	if err != nil {
		return "Meta cannot be reached. Try again in a while."
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 256<<10))
	if err != nil {
		return "Meta's answer was cut off. Try again in a while."
	}
	if answer.StatusCode == http.StatusOK && json.Unmarshal(raw, out) == nil {
		return ""
	}
	return explain(answer.StatusCode, raw)
}

// explain says why Graph refuses, in words for an owner.
func explain(status int, raw []byte) string {
	var failed struct {
		Error struct {
			Code int `json:"code"`
		} `json:"error"`
	}
	_ = json.Unmarshal(raw, &failed)
	switch code := failed.Error.Code; {
	case code == 190 || code == 0 && status == http.StatusUnauthorized:
		return "Meta does not accept the token (190). Make a permanent token of a system user, and enter it here."
	case code == 10 || code >= 200 && code <= 299:
		return fmt.Sprintf("The token lacks a permission (%d). It needs whatsapp_business_messaging and "+
			"whatsapp_business_management.", code)
	case code == 100 || code == 33:
		return fmt.Sprintf("There is no such id, or the token may not see it (%d). Check the id in Meta's settings.", code)
	case code == 4 || code == 80007:
		return fmt.Sprintf("Meta was asked too often (%d). Try again in an hour.", code)
	case status >= 500:
		return "Meta has a fault of its own. Try again in a while."
	default:
		return fmt.Sprintf("Meta refuses (%d).", code)
	}
}
