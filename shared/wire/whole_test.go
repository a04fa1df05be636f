package wire

import (
	"encoding/json"
	"testing"
	"time"
)

func TestNothingIsAnEmptyListAndNeverNull(t *testing.T) {
	type row struct {
		Names []string          `json:"names"`
		More  *[]row            `json:"more,omitempty"`
		By    map[string][]int  `json:"by"`
		Raw   json.RawMessage   `json:"raw,omitempty"`
		At    time.Time         `json:"at,omitzero"`
		Bytes []byte            `json:"bytes,omitempty"`
		Any   any               `json:"any,omitempty"`
		Gone  map[string]string `json:"gone,omitempty"`
	}
	var none []row
	shared := &row{}
	whole := Whole(struct {
		Row    row   `json:"row"`
		Rows   []row `json:"rows"`
		Shared *row  `json:"shared"`
	}{row{More: &none, By: map[string][]int{"a": nil}, Any: row{}, Raw: json.RawMessage(`null`)}, nil, shared})
	got, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"row":{"names":[],"more":[],"by":{"a":[]},"raw":null,` +
		`"any":{"names":[],"by":{}}},"rows":[],"shared":{"names":[],"by":{}}}`
	if string(got) != want {
		t.Errorf("written as\n%s, want\n%s", got, want)
	}
	if shared.Names != nil {
		t.Error("what others look at was changed")
	}
	if Whole(nil) != nil {
		t.Error("nothing became something")
	}
}
