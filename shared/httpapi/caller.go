package httpapi

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
)

type signedIn struct {
	agent   chat.Agent
	email   string // "" unless it is proven
	issued  time.Time
	expires time.Time
}

// SignIns tells whether an agent's sign-in still counts, and gives the agent's name of now.
type SignIns interface {
	Known(ctx context.Context, a chat.Agent, signedIn time.Time) (chat.Agent, error)
}

// APIKeys finds the server that holds a key. Unproved if there is none.
type APIKeys interface {
	ByKey(ctx context.Context, key string) (chat.Agent, error)
}

type contextKey struct{}

// Caller is the agent who called, and when their sign-in expires.
func Caller(ctx context.Context) (chat.Agent, time.Time) {
	s, _ := ctx.Value(contextKey{}).(signedIn)
	return s.agent, s.expires
}

// Issued is when the caller's sign-in was.
func Issued(ctx context.Context) time.Time {
	s, _ := ctx.Value(contextKey{}).(signedIn)
	return s.issued
}

// Address is the e-mail address with which the caller signed in, "" if it is not proven.
func Address(ctx context.Context) string {
	s, _ := ctx.Value(contextKey{}).(signedIn)
	return s.email
}

type originKey struct{}

// Origin is the Origin header of the call.
func Origin(ctx context.Context) string {
	origin, _ := ctx.Value(originKey{}).(string)
	return origin
}

// caller is the agent in a verified ID token. One with neither tenant nor role is a guest's,
// if its address is proven; one that has only one of both, or is of another kind, is refused.
func caller(event events.APIGatewayV2HTTPRequest) (signedIn, error) {
	refused := noAccess
	authorizer := event.RequestContext.Authorizer
	if authorizer == nil || authorizer.JWT == nil {
		return signedIn{}, refused
	}
	claims := authorizer.JWT.Claims
	tenant := claims["custom:tenant"]
	role := highest(claims["cognito:groups"])
	email := ""
	if claims["email_verified"] == "true" {
		email = claims["email"]
	}
	guest := tenant == "" && strings.Trim(claims["cognito:groups"], "[]") == "" && email != ""
	if guest {
		role = chat.RoleGuest
	}
	if claims["token_use"] != "id" || !guest && !isTenant(tenant) || role == "" || claims["sub"] == "" {
		return signedIn{}, refused
	}
	name := claims["name"]
	if name == "" {
		name, _, _ = strings.Cut(claims["email"], "@")
	}
	expires, err := strconv.ParseFloat(claims["exp"], 64)
	if err != nil {
		return signedIn{}, refused
	}
	issued, err := strconv.ParseFloat(claims["iat"], 64)
	if err != nil {
		return signedIn{}, refused
	}
	agent := chat.Agent{Tenant: chat.TenantID(tenant), ID: chat.AgentID(claims["sub"]), Name: name, Role: role}
	return signedIn{agent, email, time.Unix(int64(issued), 0), time.Unix(int64(expires), 0)}, nil
}

var noAccess = chat.Errorf(chat.Forbidden, "no_access", "This sign-in belongs to no team. Ask your owner.")

// isTenant tells whether a claim can be the name of a tenant, which is a part of keys.
func isTenant(claim string) bool {
	return strings.HasPrefix(claim, "t_") && len(claim) <= 40 && !strings.ContainsAny(claim, "#/ ")
}

// highest parses the groups claim, which API Gateway writes as "[a b]", and picks
// the highest role. Anything that is not exactly a role's name is none.
func highest(groups string) chat.Role {
	groups = strings.TrimSuffix(strings.TrimPrefix(groups, "["), "]")
	names := strings.FieldsFunc(groups, func(r rune) bool { return r == ' ' || r == ',' })
	for _, role := range chat.Roles {
		for _, name := range names {
			if strings.Trim(name, `"`) == string(role) {
				return role
			}
		}
	}
	return ""
}
