package schema

import (
	"fmt"
	"strings"
	"testing"
)

// A goal's worth is judged alike wherever it comes in: by a page, by a bot, by a server, and in
// the settings.
func TestAGoalsWorthIsJudgedAlikeEverywhere(t *testing.T) {
	doors := map[string]func(goal string) error{
		"a page": func(goal string) error {
			_, err := ParseFrame([]byte(`{"action":"track","goal":`+goal+`}`), VisitorFrames)
			return err
		},
		"a bot":    func(goal string) error { return Check("BotAnswer", []byte(`{"goals":[`+goal+`]}`)) },
		"a server": func(goal string) error { return CheckBody("POST /v1/goals", []byte(goal)) },
		"an owner": func(goal string) error {
			return CheckBody("PUT /v1/goals", []byte(`{"version":1,"goals":[`+goal+`]}`))
		},
	}
	for worth, fine := range map[string]bool{
		`"value":0`: true, `"value":19.99,"currency":"EUR"`: true, `"value":1000000000,"currency":"JPY"`: true,
		`"value":5,"currency":"VES"`: true,
		`"value":-5`:                 false, `"value":-1e-9`: false, `"value":1000000001`: false, `"value":1e308`: false,
		`"value":1e999`: false,
		`"value":NaN`:   false, `"value":Infinity`: false, `"value":"12"`: false, `"value":null`: false, `"value":[1]`: false,
		`"value":true`:     false,
		`"currency":"eur"`: false, `"currency":"EURO"`: false, `"currency":"€"`: false, `"currency":"ZZZ"`: false,
		`"currency":"EU"`:   false,
		`"currency":" EUR"`: false, `"currency":"EUR\n"`: false, `"currency":"ＥＵＲ"`: false, `"currency":978`: false,
	} {
		for door, judge := range doors {
			if err := judge(fmt.Sprintf(`{"name":"Checkout",%s}`, worth)); (err == nil) != fine {
				t.Errorf("%s says %s: %v", door, worth, err)
			}
		}
	}
	err := doors["a server"](`{"name":"Checkout","value":-5,"currency":"ZZZ"}`)
	for _, words := range []string{"Give the code of a currency in use, as in EUR."} {
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("the fault is told as %v", err)
		}
	}
}
