package whatsapp_test

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/whatsapp"
)

const webhook = `{"object": "whatsapp_business_account", "entry": [{"id": "200000000000001",
	"changes": [{"field": "messages", "value": {
	"messaging_product": "whatsapp",
	"metadata": {"display_phone_number": "15550100000", "phone_number_id": "100000000000001"},
	"contacts": [{"profile": {"name": "Ana"}, "wa_id": "15550101001"}],
	"messages": [{"from": "15550101001", "id": "wamid.1", "timestamp": "1790000001", "type": "text",
	"text": {"body": "Are you open?"}}]
}}]}]}`

func ExampleSigned() {
	secret := []byte("the app's secret")
	header := whatsapp.Sign([]byte(webhook), secret)
	fmt.Println(whatsapp.Signed([]byte(webhook), header, secret))
	fmt.Println(whatsapp.Signed([]byte(webhook+" "), header, secret))
	// Output:
	// true
	// false
}

func ExampleParse() {
	changes, err := whatsapp.Parse([]byte(webhook))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range changes {
		for _, m := range c.Messages {
			fmt.Printf("%s wrote to %s: %s\n", m.From.Name, c.Number, m.Body.Text)
		}
	}
	// Output:
	// Ana wrote to 100000000000001: Are you open?
}

func ExampleRequest() {
	reply := chat.Outgoing{To: "15550101001", Body: chat.Body{Kind: chat.KindText, Text: "Until six."}}
	raw, err := whatsapp.Request(reply, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	var pretty bytes.Buffer
	_ = json.Indent(&pretty, raw, "", "  ")
	fmt.Println(pretty.String())
	// Output:
	// {
	//   "messaging_product": "whatsapp",
	//   "recipient_type": "individual",
	//   "text": {
	//     "body": "Until six.",
	//     "preview_url": false
	//   },
	//   "to": "+15550101001",
	//   "type": "text"
	// }
}
