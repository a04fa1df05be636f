package loss

import "fmt"

const steps = "Rotate it in two steps: give the secret that the door does not send a new number in edgeSecrets, and " +
	"deploy; then name it in edge, and deploy again"

// edges finds the moments in which the functions would refuse every request. The door and the
// functions do not change at once, so the secret that the door sends now has to be accepted after the
// deploy, and the one that it will send has to be accepted already.
func edges(is, will template) []Loss {
	sent, next := is.sends(), will.sends()
	switch {
	case sent == "":
		return nil
	case !will.accepts(sent):
		return []Loss{{"", fmt.Sprintf("the door sends the edge secret %s until this deploy has reached it, and the "+
			"functions would not accept it any more: everybody would be refused. %s", sent, steps)}}
	case !is.accepts(next):
		return []Loss{{"", fmt.Sprintf("the door would send the edge secret %s before all functions accept it: everybody "+
			"might be refused. %s", next, steps)}}
	}
	return nil
}

// sends is the secret with which the door proves itself.
func (t template) sends() string {
	for id, r := range t.Resources {
		if r.Type != "AWS::SecretsManager::Secret" {
			continue
		}
		for _, door := range t.Resources {
			if door.Type == "AWS::CloudFront::Distribution" && names(door.Properties, id) {
				return id
			}
		}
	}
	return ""
}

// accepts tells whether every function behind the door knows a secret.
func (t template) accepts(secret string) bool {
	known := false
	for _, f := range t.Resources {
		environment, _ := f.Properties["Environment"].(map[string]any)
		variables, _ := environment["Variables"].(map[string]any)
		if f.Type != "AWS::Lambda::Function" || variables["EDGE_SECRETS"] == nil {
			continue
		}
		if known = names(variables["EDGE_SECRETS"], secret); !known {
			return false
		}
	}
	return known
}
