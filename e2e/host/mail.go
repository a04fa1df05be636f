package host

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/aws/aws-lambda-go/events"
)

// Door is the public address that functions name in mails.
const Door = "https://door.test"

// Mail is a mail that SES took.
type Mail struct{ To, Subject, Text string }

// mail is SES, to the extent that functions use it.
func (o *Outside) mail(body []byte) (int, []byte) {
	type data struct{ Data string }
	var in struct {
		Destination struct{ ToAddresses []string }
		Content     struct {
			Simple struct {
				Subject data
				Body    struct{ Text data }
			}
		}
	}
	if err := json.Unmarshal(body, &in); err != nil || len(in.Destination.ToAddresses) != 1 {
		return http.StatusBadRequest, nil
	}
	m := in.Content.Simple
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mails = append(o.mails, Mail{in.Destination.ToAddresses[0], m.Subject.Data, m.Body.Text.Data})
	return http.StatusOK, []byte(`{"MessageId":"1"}`)
}

// Mails are the mails that SES took.
func (o *Outside) Mails() []Mail {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.mails)
}

// Told puts SES's report about a mail into the queue of mail.
func (o *Outside) Told(body string) { o.Dead("mail", body) }

// Link calls the page of a mail's link.
func (h *Host) Link(ctx context.Context, act string, body, out any) (int, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	var answer events.APIGatewayV2HTTPResponse
	err = h.Invoke(ctx, "mail-link", events.APIGatewayV2HTTPRequest{
		Headers: map[string]string{}, PathParameters: map[string]string{"act": act}, Body: string(raw),
	}, &answer)
	if err != nil || out == nil {
		return answer.StatusCode, err
	}
	return answer.StatusCode, json.Unmarshal([]byte(answer.Body), out)
}
