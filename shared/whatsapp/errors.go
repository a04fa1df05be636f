package whatsapp

import "time"

// class says what may be done about an error of Meta's.
type class int

const (
	never class = iota // this message will not go through
	later              // it may, after a while
	pair               // it may, but this recipient gets too many
	stop               // nothing goes through until somebody acts
)

type verdict struct {
	class class
	wait  time.Duration
	text  string
}

// advice is what an error code means and what the agent can do. Codes and meanings:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
func advice(code int) verdict {
	switch code {
	case 1, 2, 131000, 131016, 131057, 133004:
		return verdict{later, 5 * time.Second, "WhatsApp has a problem. We try again."}
	case 4, 80007, 130429:
		return verdict{later, 10 * time.Second, "This number sends too much at once. We try again."}
	case 131056:
		return verdict{pair, 6 * time.Second, "This customer gets too many messages at once. We try again."}
	case 131047:
		return verdict{text: "More than 24 hours have passed since the customer wrote. Only a template can be sent."}
	case 131026, 130403:
		return verdict{text: "This customer cannot be reached on WhatsApp. Try another way."}
	case 131049:
		return verdict{text: "WhatsApp held this back to protect the customer from too many messages. Wait a day."}
	case 131050:
		return verdict{text: "The customer does not want marketing messages."}
	case 131048:
		return verdict{text: "WhatsApp limits this number because customers reported it. Send less for a while."}
	case 131051, 131008, 131009, 100, 33:
		return verdict{text: "WhatsApp does not take a message of this form. Change it and send it again."}
	case 131053, 131052:
		return verdict{text: "WhatsApp does not take this file. Try another format."}
	case 131062:
		return verdict{text: "This kind of message needs the customer's phone number, which WhatsApp withholds."}
	case 0, 3, 10, 190, 131005, 131031, 131037, 131042, 131045, 133010, 368, 130497, 134011:
		return verdict{class: stop, text: "WhatsApp refuses this business number. An owner must look at its settings at Meta."}
	}
	if code >= 200 && code <= 299 {
		return verdict{class: stop, text: "WhatsApp refuses this business number. An owner must look at its settings at Meta."}
	}
	return verdict{text: "WhatsApp refused this message."}
}
