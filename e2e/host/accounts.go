package host

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// account is an account in the user pool.
type account struct {
	Status     string
	Attributes map[string]string
	Groups     []string
}

// Account finds an account in the user pool by its e-mail address.
func (o *Outside) Account(email string) (groups []string, there bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a, ok := o.accounts[email]
	if !ok {
		return nil, false
	}
	return slices.Clone(a.Groups), true
}

// SignIn confirms an account, as a first sign-in does, and returns its id.
func (o *Outside) SignIn(email string) chat.AgentID {
	o.mu.Lock()
	defer o.mu.Unlock()
	a := o.accounts[email]
	a.Status = "CONFIRMED"
	return chat.AgentID(a.Attributes["sub"])
}

type attribute struct{ Name, Value string }

// userCall is the body of a call to the user pool.
type userCall struct {
	Username, GroupName, MessageAction string
	UserAttributes                     []attribute
}

// set changes the attributes that a call names.
func (a *account) set(all []attribute) {
	for _, one := range all {
		a.Attributes[one.Name] = one.Value
	}
}

// cognito is the user pool, to the extent that functions use it.
func (o *Outside) cognito(op string, body []byte) (int, []byte) {
	var in userCall
	if err := json.Unmarshal(body, &in); err != nil {
		return http.StatusBadRequest, nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	a := o.accounts[in.Username]
	if op == "AdminCreateUser" {
		return o.createUser(in)
	}
	if a == nil {
		return http.StatusBadRequest, []byte(`{"__type":"UserNotFoundException","message":"none"}`)
	}
	if op == "AdminDeleteUser" {
		delete(o.accounts, in.Username)
	}
	raw, _ := json.Marshal(a.do(op, in))
	return http.StatusOK, raw
}

// createUser makes an account. The caller holds the lock.
func (o *Outside) createUser(in userCall) (int, []byte) {
	if _, exists := o.accounts[in.Username]; exists && in.MessageAction == "RESEND" {
		return http.StatusOK, []byte("{}")
	} else if exists {
		return http.StatusBadRequest, []byte(`{"__type":"UsernameExistsException","message":"exists"}`)
	}
	a := &account{Status: "FORCE_CHANGE_PASSWORD", Attributes: map[string]string{"sub": "a_" + newID()}}
	a.set(in.UserAttributes)
	o.accounts[in.Username] = a
	return http.StatusOK, []byte("{}")
}

// do makes a call about an account, and returns its answer.
func (a *account) do(op string, in userCall) map[string]any {
	answer := map[string]any{}
	switch op {
	case "AdminGetUser":
		all := []attribute{}
		for name, value := range a.Attributes {
			all = append(all, attribute{name, value})
		}
		answer["UserAttributes"], answer["Username"], answer["UserStatus"] = all, in.Username, a.Status
	case "AdminListGroupsForUser":
		groups := []map[string]string{}
		for _, g := range a.Groups {
			groups = append(groups, map[string]string{"GroupName": g})
		}
		answer["Groups"] = groups
	case "AdminAddUserToGroup":
		if !slices.Contains(a.Groups, in.GroupName) {
			a.Groups = append(a.Groups, in.GroupName)
		}
	case "AdminRemoveUserFromGroup":
		a.Groups = slices.DeleteFunc(a.Groups, func(g string) bool { return g == in.GroupName })
	case "AdminUpdateUserAttributes":
		a.set(in.UserAttributes)
	}
	return answer
}
