package httpapi

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/trace"
)

// Check stands before every operation of the HTTP API, which it knows by the pattern that matched. It
// refuses a caller without the role that the operation needs (x-role of api/openapi.yaml), and
// validates path, query and body. The log names the operation, because a route may serve several.
func Check(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(trace.As(r.Context(), r.Pattern))
		op, known := schema.Operations()[r.Pattern]
		agent, _ := Caller(r.Context())
		if agent.Role == chat.RoleGuest && op.Role != chat.RoleGuest {
			Fail(r.Context(), w, noAccess)
			return
		}
		if !known || !agent.Role.Includes(op.Role) {
			Fail(r.Context(), w, chat.Errorf(chat.Forbidden, "role_needed", "This needs the role %s. Ask your owner.", op.Role))
			return
		}
		err := errors.Join(schema.CheckPath(r.Pattern, r.PathValue), schema.CheckRawQuery(r.Pattern, r.URL.RawQuery))
		if err != nil {
			Fail(r.Context(), w, err)
			return
		}
		raw, err := io.ReadAll(r.Body)
		if err == nil {
			err = schema.CheckBody(r.Pattern, raw)
		}
		if err != nil {
			Fail(r.Context(), w, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		next.ServeHTTP(w, r)
	})
}
