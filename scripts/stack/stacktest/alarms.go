package stacktest

import (
	"io"
	"net/http"
	"strings"

	"github.com/aws/smithy-go/encoding/cbor"
)

// ring answers as CloudWatch does, in CBOR: the alarms that ring, if those were asked for.
func (a *Account) ring(w http.ResponseWriter, r *http.Request) {
	a.Asked = append(a.Asked, "DescribeAlarms")
	w.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
	w.Header().Set("Content-Type", "application/cbor")
	if code := a.Refuses["DescribeAlarms"]; code != "" {
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write(cbor.Encode(cbor.Map{"__type": cbor.String("com.amazonaws.cloudwatch#" + code)}))
		return
	}
	raw, _ := io.ReadAll(r.Body)
	question, _ := cbor.Decode(raw)
	asked, _ := question.(cbor.Map)
	prefix, _ := asked["AlarmNamePrefix"].(cbor.String)
	found := cbor.List{}
	for _, name := range a.Ringing {
		if strings.HasPrefix(name, string(prefix)) && asked["StateValue"] == cbor.String("ALARM") {
			found = append(found, cbor.Map{"AlarmName": cbor.String(name)})
		}
	}
	_, _ = w.Write(cbor.Encode(cbor.Map{"MetricAlarms": found}))
}
