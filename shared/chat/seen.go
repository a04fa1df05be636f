package chat

// Seen is a conversation as an agent saw it when they acted on it. If it has changed hands meanwhile, the agent
// is told so, and decides anew.
type Seen struct {
	Epoch int
	From  AgentID // the colleague from whom they knowingly take it
}

// allows tells whether an agent who saw this may take the conversation from its owner: from a colleague only if
// they named that colleague.
func (s Seen) allows(a Agent, h *Head) error {
	if h.Epoch != s.Epoch {
		return Errorf(Conflict, "owner_changed", "%s Look at it again, and decide anew.", h.whose())
	}
	if h.Owner == OwnerAgent && h.Assignee != a.ID && h.Assignee != s.From {
		return h.taken()
	}
	return nil
}

// taken refuses an agent who acts as if no colleague had the conversation.
func (h *Head) taken() error {
	return Errorf(Conflict, "owned_by_other", "%s Take it over first, if you want to go on with it.", h.whose())
}

// whose makes the sentence about the owner of the conversation.
func (h *Head) whose() string {
	switch {
	case h.GivenBy != "" && h.AssigneeName != "":
		return h.GivenBy + " gave this conversation to " + h.AssigneeName + "."
	case h.GivenBy != "":
		return h.GivenBy + " gave this conversation to the team."
	case h.Owner == OwnerAgent && h.AssigneeName != "":
		return h.AssigneeName + " has this conversation now."
	case h.Owner == OwnerAgent:
		return "A colleague has this conversation now."
	case h.Owner == OwnerTeam:
		return "This conversation waits for a person now."
	}
	return "The bot has this conversation now."
}

// isOf tells whether the agent has the conversation.
func (h *Head) isOf(a Agent) bool { return h.Owner == OwnerAgent && h.Assignee == a.ID }
