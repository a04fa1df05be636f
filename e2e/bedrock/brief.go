package bedrock

// line is a message of a chat.
type line struct {
	Number   int
	By, Text string
}

// brief tells a chat as a model would that only repeats: the customer's first and last words, and the bot's last ones.
// One that lies says other figures.
func brief(talk []line, lies bool) object {
	first, last, tried := line{}, line{}, line{}
	for _, l := range talk {
		switch {
		case l.By != "customer":
			tried = l
		case first.Number == 0:
			first, last = l, l
		default:
			last = l
		}
	}
	parts := object{}
	tell := func(part, words string, l line) {
		if text := []rune(words + l.Text); l.Number > 0 {
			if lies {
				text = []rune(otherFigures(string(text)))
			}
			parts[part] = object{"text": string(text[:min(len(text), 150)]), "messages": []int{l.Number}}
		}
	}
	tell("want", "They asked: ", first)
	tell("tried", "The answer was: ", tried)
	tell("missing", "Still open: ", last)
	return use("write_brief", parts)
}
