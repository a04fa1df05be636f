package bot

import (
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// Candidate is an entry that may answer a question.
type Candidate struct {
	Title    string
	Language string // of Text
	Text     string // the owner's answer, "" if a step or a person answers
}

// Consult is a bot's request to its model about one question.
type Consult struct {
	Bot        chat.Bot
	Visitor    chat.VisitorID
	Question   string
	Language   string // of the question
	Candidates []Candidate
	Goals      []string // that steps of the bot's script reach
	Steps      []string // of its script
	Hint       string   // of a person of the team, for this answer
}

// Advice is its outcome.
type Advice struct {
	Entry    int    // the candidate that answers, -1 for none
	Words    string // in place of the entry's own, checked against their citations
	HandOver bool
	Goal     string
	Step     string
	Opinion  course.Opinion
	Plain    string // the question in plain words, if no candidate answers it
	Use      chat.ModelUse
}
