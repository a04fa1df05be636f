package whatsapp

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// MaxFile is the largest file that a customer can send, in bytes: Meta's limit.
const MaxFile = 100 << 20

// Keep stores a fetched file with its conversation, and returns its detected type.
type Keep func(
	ctx context.Context, key chat.ConversationKey, m chat.Media, content *os.File, size int64,
) (chat.Media, error)

// Permanent failures of a fetch.
var (
	tooLarge = &chat.FetchError{Lost: true, Reason: fmt.Sprintf("The file is larger than %d MB.", MaxFile>>20)}
	notMeta  = &chat.FetchError{
		Lost: true, Reason: "WhatsApp named a place for the file that is not one of Meta's. It was not fetched.",
	}
)

// Fetch downloads a customer's file. It goes through a file on disk, so that its size and hash are
// known before anything is stored.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
func (c *Client) Fetch(ctx context.Context, n chat.Number, key chat.ConversationKey, m chat.Media) (chat.Media, error) {
	token, err := c.Token(ctx, n)
	if err != nil {
		return m, fmt.Errorf("whatsapp: token: %w", err)
	}
	file, err := os.CreateTemp("", "media-*")
	if err != nil {
		return m, fmt.Errorf("whatsapp: %w", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	var sum []byte
	var size int64
	for try := range 2 { // an address is valid for five minutes: after a 404 we ask for a new one, once
		at, err := c.address(ctx, n, token, m)
		if err != nil {
			return m, err
		}
		if sum, size, err = c.download(ctx, token, at.URL, file); !errors.Is(err, errGone) || try == 1 {
			if err == nil {
				err = matches(sum, m.Hash, at.Hash)
			}
			if err != nil {
				return m, err
			}
			break
		}
	}
	return c.Keep(ctx, key, m, file, size)
}

var errGone = &chat.FetchError{Reason: "WhatsApp does not have the file at the place that it named. We try again."}

type address struct {
	URL  string      `json:"url"`
	Hash string      `json:"sha256"`
	Size json.Number `json:"file_size"`
}

// address asks Graph for the address of a file.
func (c *Client) address(ctx context.Context, n chat.Number, token []byte, m chat.Media) (address, error) {
	var at address
	request, err := http.NewRequestWithContext(ctx, http.MethodGet,
		c.Graph+"/"+url.PathEscape(m.Meta)+"?"+url.Values{"phone_number_id": {n.ID}}.Encode(), nil)
	if err != nil {
		return at, fmt.Errorf("whatsapp: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+string(token))
	answer, err := c.http.Do(request)
	if err != nil {
		return at, &chat.FetchError{Reason: "WhatsApp cannot be reached. We try again."}
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return at, &chat.FetchError{Reason: "WhatsApp cannot be reached. We try again."}
	}
	var failed struct {
		Error *struct{ Code int } `json:"error"`
	}
	_ = json.Unmarshal(raw, &failed)
	switch {
	case failed.Error != nil && failed.Error.Code == 131052:
		return at, &chat.FetchError{Lost: true, Reason: "WhatsApp itself could not fetch the file from the customer."}
	case failed.Error != nil && advice(failed.Error.Code).stop:
		return at, &chat.FetchError{
			Reason: fmt.Sprintf("Meta refuses the number's token (%d). An owner must look at it under Settings.",
				failed.Error.Code),
		}
	case answer.StatusCode != http.StatusOK || json.Unmarshal(raw, &at) != nil || at.URL == "":
		return at, &chat.FetchError{Reason: "WhatsApp does not name a place for the file. We try again."}
	}
	if size, err := at.Size.Int64(); err == nil && size > MaxFile {
		return at, tooLarge
	}
	return at, nil
}

// download writes a file to disk. The token is sent to Meta's own hosts only, and never after a
// redirect.
func (c *Client) download(ctx context.Context, token []byte, from string, to *os.File) ([]byte, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	defer cancel()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for hop := range 4 {
		place, err := url.Parse(from)
		if err != nil || !c.metas(place) {
			return nil, 0, notMeta
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
		if err != nil {
			return nil, 0, notMeta
		}
		if hop == 0 {
			request.Header.Set("Authorization", "Bearer "+string(token))
		}
		answer, err := client.Do(request)
		if err != nil {
			return nil, 0, &chat.FetchError{Reason: "The file could not be fetched from WhatsApp. We try again."}
		}
		if next, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 {
			answer.Body.Close()
			from = next.String()
			continue
		}
		defer answer.Body.Close()
		switch answer.StatusCode {
		case http.StatusOK:
			return spool(answer, to)
		case http.StatusNotFound:
			return nil, 0, errGone
		}
		return nil, 0, &chat.FetchError{
			Reason: "WhatsApp did not hand out the file (" + strconv.Itoa(answer.StatusCode) + "). We try again.",
		}
	}
	return nil, 0, &chat.FetchError{Reason: "WhatsApp sends us from place to place for the file. We try again."}
}

// spool writes a body to the beginning of a file on disk, up to the size limit.
func spool(answer *http.Response, to *os.File) ([]byte, int64, error) {
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return nil, 0, err
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(to, hash), io.LimitReader(answer.Body, MaxFile+1))
	if err != nil {
		return nil, 0, &chat.FetchError{Reason: "The file was cut off on its way. We try again."}
	}
	if size > MaxFile {
		return nil, 0, tooLarge
	}
	return hash.Sum(nil), size, to.Truncate(size)
}

// metas tells whether a host is Meta's. On one machine it is the host of the stand-in.
func (c *Client) metas(place *url.URL) bool {
	if graph, err := url.Parse(c.Graph); err == nil && place.Scheme == graph.Scheme && place.Host == graph.Host {
		return true
	}
	if place.Scheme != "https" || place.Port() != "" || place.User != nil {
		return false
	}
	host := strings.ToLower(place.Hostname())
	return strings.HasSuffix(host, ".fbsbx.com") || strings.HasSuffix(host, ".fbcdn.net")
}

// matches compares a hash with those from Meta, which are base64 in webhooks and hex in Graph's
// answers.
func matches(sum []byte, told ...string) error {
	for _, text := range told {
		if text == "" {
			continue
		}
		want, err := hex.DecodeString(text)
		if err != nil || len(want) != sha256.Size {
			want, err = base64.StdEncoding.DecodeString(text)
		}
		if err != nil || !hmac.Equal(want, sum) {
			return &chat.FetchError{Reason: "The file is not the one that WhatsApp told of. We try again."}
		}
	}
	return nil
}
