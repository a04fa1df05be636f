// Package bedrock stands in for Amazon Bedrock's Converse: it reads the passages of a request as a model would, and
// misbehaves on command as models and Bedrock do.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
package bedrock

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Manner is how the stand-in answers.
type Manner string

// The manners. Honest is the one of a model that does as it is told.
const (
	Honest    Manner = ""
	Lies      Manner = "lies"      // another figure in a passage's words
	Intrudes  Manner = "intrudes"  // calls tools that nobody offered, with ids of others
	Stalls    Manner = "stalls"    // longer than anybody waits
	Throttles Manner = "throttles" // ThrottlingException
	Fails     Manner = "fails"     // InternalServerException
	Truncates Manner = "truncates" // stopReason max_tokens
	Nothing   Manner = "nothing"   // finds no passage
	HandsOver Manner = "hands over"
	Worries   Manner = "worries" // finds no passage, and a person needed
)

// Model is the stand-in.
type Model struct {
	mu     sync.Mutex
	manner Manner
	asked  []string
}

// Be changes the manner.
func (m *Model) Be(manner Manner) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.manner, m.asked = manner, nil
}

// Asked are the bodies of the requests since Be.
func (m *Model) Asked() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.asked...)
}

// Serve adds the stand-in to a mux, with POST /model-manner, whose body is a manner.
func (m *Model) Serve(mux *http.ServeMux) {
	mux.HandleFunc("POST /model/{id}/converse", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if err != nil {
			return
		}
		status, kind, answer := m.Converse(body)
		if status == 0 { // it stalls
			select {
			case <-r.Context().Done():
			case <-time.After(30 * time.Second):
			}
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if kind != "" {
			w.Header().Set("X-Amzn-ErrorType", kind)
		}
		w.WriteHeader(status)
		_, _ = w.Write(answer)
	})
	mux.HandleFunc("POST /model-manner", func(_ http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(io.LimitReader(r.Body, 100)); err == nil {
			m.Be(Manner(strings.TrimSpace(string(body))))
		}
	})
}

type object = map[string]any

// request is the part of a request that the stand-in reads.
type request struct {
	Messages []struct {
		Content []struct{ Text string } `json:"content"`
	} `json:"messages"`
	ToolConfig struct {
		Tools []struct {
			ToolSpec struct{ Name string } `json:"toolSpec"`
		} `json:"tools"`
	} `json:"toolConfig"`
}

// told is the message of the product's requests.
type told struct {
	Question string
	Passages []struct {
		Number      int
		Title, Text string
	}
	Talk []line // of a chat that a colleague takes over

	Title     string // of an entry that is published
	Languages []struct {
		Language string
		Asked    []string
	}
}

// Converse answers a request: with a status, the kind of an error, and a body. The status is 0 if it stalls.
func (m *Model) Converse(body []byte) (status int, kind string, answer []byte) {
	m.mu.Lock()
	m.asked = append(m.asked, string(body))
	manner := m.manner
	m.mu.Unlock()
	var in request
	var data told
	if json.Unmarshal(body, &in) != nil || len(in.Messages) == 0 || len(in.Messages[0].Content) == 0 ||
		json.Unmarshal([]byte(in.Messages[0].Content[0].Text), &data) != nil {
		return http.StatusBadRequest, "ValidationException", []byte(`{"message":"the request is malformed"}`)
	}
	switch manner {
	case Stalls:
		return 0, "", nil
	case Throttles:
		return http.StatusTooManyRequests, "ThrottlingException", []byte(`{"message":"Too many requests, please wait."}`)
	case Fails:
		return http.StatusInternalServerError, "InternalServerException", []byte(`{"message":"internal error"}`)
	case Truncates:
		return http.StatusOK, "", said("max_tokens", object{"text": "I was just about to"})
	case Intrudes:
		return http.StatusOK, "", said("tool_use", use("read_conversation", object{"id": "c_of_somebody_else"}))
	case Nothing:
		return http.StatusOK, "", said("tool_use", nothing(data, false))
	case Worries:
		return http.StatusOK, "", said("tool_use", nothing(data, true))
	case HandsOver:
		return http.StatusOK, "", said("tool_use", use("hand_over", object{"needs_person": true}))
	}
	if len(data.Talk) > 0 {
		return http.StatusOK, "", said("tool_use", brief(data.Talk, manner == Lies))
	}
	if len(data.Languages) > 0 {
		return http.StatusOK, "", said("tool_use", wordings(data))
	}
	return http.StatusOK, "", said("tool_use", m.reply(in, data, manner == Lies))
}

// wordings asks for an entry in the words that are known, in another order.
func wordings(data told) object {
	taught := object{}
	for _, l := range data.Languages {
		all := []string{"the thing called " + data.Title}
		for _, text := range l.Asked {
			words := strings.Fields(strings.Trim(text, "?¿؟ "))
			slices.Reverse(words)
			all = append(all, strings.Join(words, " "))
		}
		taught[l.Language] = all[:min(len(all), 12)]
	}
	return use("write_wordings", taught)
}

// reply chooses the passage with most words in common, and quotes its first sentence if it may write.
func (m *Model) reply(in request, data told, lies bool) object {
	best, most := -1, 0
	for i, p := range data.Passages {
		if n := common(data.Question, p.Title+" "+p.Text); n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return nothing(data, false)
	}
	p := data.Passages[best]
	for _, t := range in.ToolConfig.Tools {
		if t.ToolSpec.Name == "write_answer" && p.Text != "" {
			sentence, _, _ := strings.Cut(p.Text, ". ")
			sentence = strings.TrimSuffix(sentence, ".") + "."
			if lies {
				sentence = otherFigures(sentence)
			}
			return use("write_answer", object{"sentences": []object{{"text": sentence, "passage": p.Number}}})
		}
	}
	return use("choose_answer", object{"passage": p.Number})
}

// nothing finds no passage. The plain words for a question are its long ones.
func nothing(data told, worried bool) object {
	apart := func(r rune) bool { return strings.ContainsRune(" ?.,!", r) }
	words := strings.FieldsFunc(strings.ToLower(data.Question), apart)
	words = slices.DeleteFunc(words, func(word string) bool { return len([]rune(word)) < 4 })
	return use("nothing_fits", object{"plain": strings.Join(words, " "), "needs_person": worried})
}

// otherFigures is a text with another digit in the place of each.
func otherFigures(text string) string {
	return digit.ReplaceAllStringFunc(text, func(d string) string { return string('0' + ('9'-d[0])%10) })
}

var digit = regexp.MustCompile(`[0-9]`)

// common is how many words of four letters and more two texts have in common.
func common(a, b string) (n int) {
	b = strings.ToLower(b)
	apart := func(r rune) bool { return strings.ContainsRune(" ?.,!", r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(a), apart) {
		if len([]rune(word)) >= 4 && strings.Contains(b, word) {
			n++
		}
	}
	return n
}

func use(tool string, input object) object {
	return object{"toolUse": object{"toolUseId": "tooluse_1", "name": tool, "input": input}}
}

func said(stop string, block object) []byte {
	raw, _ := json.Marshal(object{ // it always encodes
		"output":     object{"message": object{"role": "assistant", "content": []object{block}}},
		"stopReason": stop, "usage": object{"inputTokens": 800, "outputTokens": 40, "totalTokens": 840},
		"metrics": object{"latencyMs": 300},
	})
	return raw
}
