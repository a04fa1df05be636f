package main

import (
	"cmp"
	"net/http"
	"regexp"
	"time"

	"github.com/botifire/livechat/shared/setup"
	"github.com/golang-jwt/jwt/v5"
)

// shopUsers are people who sign in to the demo's shop, by its own ids. A customer's website asks for a password.
var shopUsers = map[string]string{"customer-1001": "Dana Weber", "customer-1002": "Emil Krause"}

// shopUser is the form of the shop's ids.
var shopUser = regexp.MustCompile(`^customer-[0-9]{1,20}$`)

const shopCookie = "shop_user"

// signIn and signOut remember in the browser who is there, as a customer's website does.
func signIn(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: shopCookie, Value: r.URL.Query().Get("as"), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func signOut(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: shopCookie, Path: "/", MaxAge: -1})
	http.Redirect(w, r, "/?signed-out", http.StatusSeeOther)
}

// shopLogin is who is signed in to the shop, and the token with which its page says so to the chat; "" for nobody.
func shopLogin(r *http.Request) (name, token string, err error) {
	cookie, err := r.Cookie(shopCookie)
	if err != nil || !shopUser.MatchString(cookie.Value) {
		return "", "", nil
	}
	name = cmp.Or(shopUsers[cookie.Value], "The "+cookie.Value)
	token, err = jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"aud": setup.DemoSite, "sub": cookie.Value, "name": name, "exp": time.Now().Add(10 * time.Minute).Unix(),
	}).SignedString([]byte(setup.DemoLoginSecret))
	return name, token, err
}
