package ses

import (
	"bytes"
	"encoding/json"
	"net/mail"

	"github.com/botifire/livechat/shared/chat"
	letters "github.com/botifire/livechat/shared/mail"
)

// event is a notice that SES publishes about a letter.
// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
type event struct {
	EventType string `json:"eventType"`
	Bounce    struct {
		BounceType string      `json:"bounceType"`
		Recipients []recipient `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint struct {
		Recipients []recipient `json:"complainedRecipients"`
		Feedback   string      `json:"complaintFeedbackType"`
	} `json:"complaint"`
	Mail struct {
		Tags map[string][]string `json:"tags"`
	} `json:"mail"`
}

type recipient struct {
	Address string `json:"emailAddress"`
}

// greeting begins the words with which SES tries out a topic.
const greeting = "Successfully validated SNS topic"

// notSpam is the complaint of a reader who takes a mail out of the spam (the same page, "Complaint object").
const notSpam = "not-spam"

// IsEvent tells whether a text is SES's: an event about a letter, or the words with which it tries out a topic.
func IsEvent(raw []byte) bool {
	var e event
	return bytes.HasPrefix(raw, []byte(greeting)) || json.Unmarshal(raw, &e) == nil && e.EventType != ""
}

// Failures are the addresses about which an event says that nothing may be written to them any more: mail to them
// bounced for good, or their owner complained. None for any other event, and for the words with which SES tries out a
// topic.
func Failures(raw []byte) []letters.Failure {
	var e event
	if json.Unmarshal(raw, &e) != nil {
		return nil
	}
	key := chat.ConversationKey{Tenant: chat.TenantID(e.tag(tenantTag)), ID: chat.ConversationID(e.tag(conversationTag))}
	var told []recipient
	switch {
	case key.Tenant == "" || key.ID == "":
	case e.EventType == "Bounce" && e.Bounce.BounceType == "Permanent":
		told = e.Bounce.Recipients
	case e.EventType == "Complaint" && e.Complaint.Feedback != notSpam:
		told = e.Complaint.Recipients
	}
	var failures []letters.Failure
	for _, r := range told {
		if read, err := mail.ParseAddress(r.Address); err == nil { // it may come with a name
			failures = append(failures, letters.Failure{
				Key: key, Address: read.Address, Complaint: e.EventType == "Complaint",
			})
		}
	}
	return failures
}

func (e *event) tag(name string) string {
	if values := e.Mail.Tags[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}
