package chat_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

func TestLongWordsAreKeptWholeAndAnsweredOnce(t *testing.T) {
	for name, text := range map[string]string{
		"one word": strings.Repeat("a", 5000), "words": strings.Repeat("read all of this ", 3855),
		"escapes": strings.Repeat("<&>", 21845), "Arabic": strings.Repeat("مرحبا ", 10922),
	} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			w.Think = func(chat.Question) (chat.Answer, error) {
				return chat.Answer{Bubbles: []chat.Body{chat.Text("read")}}, nil
			}
			w.Writes(chattest.Bruno, "wamid.1", text)
			k := w.Writes(chattest.Bruno, "wamid.1", text)
			said, answers := "", 0
			for _, m := range w.Rows(k) {
				if m.Author.Kind == chat.ByVisitor {
					said += m.Body().Text
				} else {
					answers++
				}
			}
			if said != text {
				t.Errorf("of %d bytes %d are kept", len(text), len(said))
			}
			if answers != 1 {
				t.Errorf("there are %d answers", answers)
			}
		})
	}
}

func TestLongCaptionsAndOrders(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.0", "hi")
	caption := strings.Repeat("look ", 1200)
	photo := chat.Body{
		Kind: chat.KindImage, Text: caption, Media: &chat.Media{Meta: "7", Type: "image/jpeg", State: chat.MediaWaiting},
	}
	items := chat.Body{Kind: chat.KindOrder, Order: &chat.Order{}}
	for i := range 1000 {
		items.Order.Items = append(items.Order.Items, chat.OrderItem{
			SKU: "kettle-" + strconv.Itoa(i), Quantity: 1, Price: 2, Currency: "EUR",
		})
	}
	for wamid, body := range map[string]chat.Body{"wamid.1": photo, "wamid.2": items} {
		w.Must(w.ReceiveWhatsApp(w.Ctx(), chattest.Number, chattest.Bruno, body,
			chat.Origin{Wamid: wamid, Sent: w.Now().Truncate(time.Second)}))
	}
	w.Streams()
	said, bought, files := "", 0, 0
	for _, m := range w.Rows(k) {
		if m.Author.Kind != chat.ByVisitor || m.Origin.Wamid == "wamid.0" {
			continue
		}
		said += m.Body().Text
		if m.Body().Order != nil {
			bought += len(m.Body().Order.Items)
		}
		if m.Body().Media != nil {
			files++
		}
	}
	if said != caption || bought != 1000 || files != 1 {
		t.Errorf("%d of %d characters, %d of 1000 items, %d files", len(said), len(caption), bought, files)
	}
}

func TestLongWordsFromTheBusinessApp(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.0", "hi")
	text := strings.Repeat("our answer ", 900)
	w.Pass(time.Minute)
	w.Must(w.Status(w.Ctx(), chattest.Tenant, "wamid.e", "", chattest.Bruno,
		chat.Delivery{Status: chat.Read, At: w.Now()}))
	for range 2 {
		w.Must(w.Echo(w.Ctx(), chattest.Number, chattest.Bruno, chat.Text(text),
			chat.Origin{Wamid: "wamid.e", Sent: w.Now().Truncate(time.Second)}))
		w.Streams()
	}
	said, status := "", chat.Status("")
	for _, m := range w.Rows(k) {
		if m.Author.Kind == chat.ByAgent {
			said += m.Body().Text
			if d := m.Bubbles[0].Delivery; d != nil {
				status = d.Status
			}
		}
	}
	if said != text || status != chat.Read {
		t.Errorf("%d of %d characters, %s", len(said), len(text), status)
	}
}
