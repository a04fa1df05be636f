package bot

import "encoding/json"

// starter is the first script of a new bot.
var starter = json.RawMessage(`{
  "greeting": {"say": ["Hello! How can I help?"]},
  "steps": {
    "person": {"say": ["I am getting a colleague. They will answer here."], "handover": "asked"}
  },
  "faq": [],
  "fallback": {"say": ["I do not know that yet. Shall I get a person?"], "buttons": [{"id": "get", ` +
	`"title": "Yes, please", "goto": "person"}], "handoverAfter": 2},
  "person": {"words": ["speak to a person", "talk to a person", "speak to a human", "talk to a human", "human", ` +
	`"agent"], "say": ["I am getting a colleague. They will answer here."]}
}`)

// Starter is the first script of a new bot.
func Starter() json.RawMessage { return starter }
