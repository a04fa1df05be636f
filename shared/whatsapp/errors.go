package whatsapp

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// verdict says how to react to an error of Meta's. The retry itself, with this backoff, is in
// chat.Courier.Deliver (shared/chat/deliver.go).
type verdict struct {
	wait   time.Duration // before the next try; 0 if this message will not go through
	growth int           // backoff multiplier
	stop   bool          // nothing is delivered until a person acts
	text   string
}

func (v verdict) failure(code int) *chat.SendError {
	return &chat.SendError{Code: code, Reason: v.text, Retry: v.wait, Growth: v.growth, Stop: v.stop}
}

// advice has the meaning of an error code and the agent's remedy. Codes and meanings:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
func advice(code int) verdict {
	switch code {
	case 1, 2, 131016, 133004:
		return verdict{wait: 5 * time.Second, growth: 2, text: "WhatsApp has a problem. We try again."}
	case 131000:
		return verdict{
			wait: 5 * time.Second, growth: 6, text: "WhatsApp has a problem that it does not name. We try again a few times.",
		}
	case 131057:
		return verdict{wait: time.Minute, growth: 2, text: "WhatsApp is working on this number. We try again in a minute."}
	case 4, 80007, 130429:
		return verdict{wait: 10 * time.Second, growth: 2, text: "This number sends too much at once. We try again."}
	case 131056: // pair rate limit: retried with a backoff of 4^x seconds, x from 0, for this recipient only
		return verdict{wait: time.Second, growth: 4, text: "This customer gets too many messages at once. We try again."}
	case 131047:
		return verdict{text: "More than 24 hours have passed since the customer wrote. Only a template can be sent."}
	case 131026, 130403:
		return verdict{text: "This customer cannot be reached on WhatsApp. Try another way."}
	case 131049:
		return verdict{text: "WhatsApp held this back to protect the customer from too many messages. Wait a day."}
	case 131050:
		return verdict{text: "The customer does not want marketing messages."}
	case 131048, 131064:
		return verdict{text: "WhatsApp limits this number because customers reported it. Send less for a while."}
	case 130472:
		return verdict{
			text: "WhatsApp leaves this customer out of marketing messages for an experiment of its own. Try another way.",
		}
	case 131051, 131008, 131009, 100, 33, 131021, 135000:
		return verdict{text: "WhatsApp does not take a message of this form. Change it and send it again."}
	case 131053, 131052:
		return verdict{text: "WhatsApp does not take this file. Try another format."}
	case 131062:
		return verdict{text: "This kind of message needs the customer's phone number, which WhatsApp withholds."}
	case 131063:
		return verdict{
			text: "Marketing templates are turned off for this WhatsApp account. An owner can turn them on at Meta.",
		}
	case 132000, 132012, 132005:
		return verdict{text: "What was filled in does not fit the template. Check each value."}
	case 132001:
		return verdict{text: "Meta does not know this template in this language. An owner can fetch the templates anew."}
	case 132007, 132015, 132016:
		return verdict{text: "Meta has paused or disabled this template. Use another one."}
	case 132068, 132069:
		return verdict{text: "Meta has blocked or slowed down this Flow. An owner must look at it at Meta."}
	case 131060:
		return verdict{text: "WhatsApp does not pass this message on. Ask the customer to send it again."}
	case 0, 3, 10, 190, 131005, 131031, 131037, 131042, 131045, 133010, 368, 130497, 134011:
		return verdict{stop: true, text: "WhatsApp refuses this business number. An owner must look at its settings at Meta."}
	}
	if code >= 200 && code <= 299 {
		return verdict{stop: true, text: "WhatsApp refuses this business number. An owner must look at its settings at Meta."}
	}
	return verdict{text: "WhatsApp refused this message."}
}
