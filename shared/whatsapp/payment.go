package whatsapp

import (
	"cmp"
	"encoding/json"
	"math/big"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// Paid is the result of a payment that a message of ours asked for.
type Paid struct {
	Wamid   string
	Carried string // the callback data of our send
	chat.Payment
}

// readPaid reads a payment among the statuses, and returns false for any other status.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/overview
func readPaid(raw json.RawMessage) (Paid, bool) {
	var s struct {
		ID        string          `json:"id"`
		Status    string          `json:"status"`
		Type      string          `json:"type"`
		Timestamp stamp           `json:"timestamp"`
		Carried   string          `json:"biz_opaque_callback_data"`
		Payment   json.RawMessage `json:"payment"`
	}
	read(raw, &s)
	if s.ID == "" || s.Status == "" || (s.Type != "payment" && s.Payment == nil) {
		return Paid{}, false
	}
	var p struct {
		Reference string `json:"reference_id"`
		Currency  string `json:"currency"`
		Amount    struct {
			Value  json.Number `json:"value"`
			Offset json.Number `json:"offset"`
		} `json:"amount"`
		Transaction struct {
			Error struct {
				Code   string `json:"code"`
				Reason string `json:"reason"`
			} `json:"error"`
		} `json:"transaction"`
	}
	read(s.Payment, &p)
	at := time.Time(s.Timestamp)
	if at.IsZero() {
		at = time.Unix(0, 0).UTC()
	}
	return Paid{s.ID, s.Carried, chat.Payment{
		Status: truncate.Bytes(s.Status, 40), Reference: truncate.Bytes(p.Reference, 100),
		Amount: amount(p.Amount.Value, p.Amount.Offset, p.Currency),
		Reason: truncate.Bytes(cmp.Or(p.Transaction.Error.Reason, p.Transaction.Error.Code), 200), At: at,
	}}, true
}

// amount is money as people write it: Meta sends an integer and a divisor.
func amount(value, offset json.Number, currency string) string {
	if len(value) > 20 || len(offset) > 7 || strings.ContainsAny(value.String()+offset.String(), "eE") {
		return "" // not a realistic amount
	}
	money, ok := new(big.Rat).SetString(value.String())
	by, fits := new(big.Rat).SetString(offset.String())
	if !ok {
		return ""
	}
	digits := 2
	if fits && by.Sign() > 0 {
		money.Quo(money, by)
		digits = len(strings.TrimPrefix(offset.String(), "1"))
	}
	return strings.TrimSpace(money.FloatString(digits) + " " + truncate.Bytes(currency, 10))
}
