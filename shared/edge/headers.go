package edge

import (
	"net/http"
	"strings"
)

// Permissions is the Permissions-Policy of all that the door answers: pages of ours need none
// of what a browser can give, but for copying.
const Permissions = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), " +
	"display-capture=(), browsing-topics=()"

// Unsigned answers a call without any sign-in or key.
const Unsigned = `{"code":"no_sign_in","message":"Sign in first. A server sends its API key, as a bearer token."}`

// Safe puts on an answer what each has, whatever it is.
func Safe(h http.Header) http.Header {
	h.Set("Strict-Transport-Security", "max-age=31536000")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", Permissions)
	return h
}

// AdminPolicy is the Content-Security-Policy of the admin's pages. Scripts come from
// where the page does, and from nowhere else; so do sockets, which 'self' covers. Styles
// may be inline: the component kit writes element styles, and S3 gives no nonces; a style
// can neither run nor send anything, because everything that it could fetch from is
// listed here too. signIn is an origin, files is where people's files lie.
func AdminPolicy(signIn, files string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "font-src 'self'",
		"manifest-src 'self'",
		"img-src 'self' " + files, "media-src " + files, "connect-src 'self' " + signIn + " " + files,
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
	}, "; ")
}
