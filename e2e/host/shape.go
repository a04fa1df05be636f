package host

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Shape is a call without the data of its story: the operation and, of the database, the attributes, the conditions and
// the kinds of the rows. Two calls of one line of code have one shape.
func (c *Call) Shape() string {
	var body any
	if !strings.HasPrefix(c.Op, "DynamoDB.") || json.Unmarshal(c.Body, &body) != nil {
		return c.Op
	}
	shape, _ := json.Marshal(shapeOf(body)) // it was JSON
	return c.Op + " " + string(shape)
}

func shapeOf(value any) any {
	switch value := value.(type) {
	case map[string]any:
		shape := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(value)) {
			switch v := value[name]; {
			case strings.HasSuffix(name, "Expression"), strings.HasSuffix(name, "Name"), name == "ExpressionAttributeNames":
				shape[name] = v
			case attributeName.MatchString(name):
				shape[name] = shapeOf(v)
			default: // a map by an id, of which the first stands for all
				if _, had := shape["*"]; !had {
					shape["*"] = shapeOf(v)
				}
			}
		}
		return shape
	case []any:
		shape := make([]any, len(value))
		for i, v := range value {
			shape[i] = shapeOf(v)
		}
		return shape
	case string:
		parts := strings.Split(value, "#")
		for i, part := range parts {
			if !rowKind.MatchString(part) {
				parts[i] = "*"
			}
		}
		return strings.Join(parts, "#")
	}
	return "*"
}

var (
	attributeName = regexp.MustCompile(`^([a-zA-Z]{1,24}|[#:][a-zA-Z0-9]+|(Expression|ReturnValues)[a-zA-Z]+)$`)
	rowKind       = regexp.MustCompile(`^[A-Z_]+$`) // as keys of rows begin
)
