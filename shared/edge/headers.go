package edge

import (
	"net/http"
	"strings"
)

// Permissions is the Permissions-Policy of all answers of the door: our pages need no permission of
// the browser but that for copying.
const Permissions = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), " +
	"display-capture=(), browsing-topics=()"

// Unsigned is the answer to a call without a token or key.
const Unsigned = `{"code":"no_sign_in","message":"Sign in first. A server sends its API key, as a bearer token."}`

// Safe adds the headers that every answer has.
func Safe(h http.Header) http.Header {
	h.Set("Strict-Transport-Security", "max-age=31536000")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", Permissions)
	return h
}

// AdminPolicy is the Content-Security-Policy of the admin's pages. Scripts come only from the page's
// own origin; so do sockets, which 'self' covers. Styles may be inline: the component kit writes
// element styles, and S3 gives no nonces; a style can neither run nor send anything, because every
// source that it could fetch from is listed here too. signIn is the origin of the sign-in page,
// files that of people's files.
func AdminPolicy(signIn, files string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "font-src 'self'",
		"manifest-src 'self'",
		"img-src 'self' " + files, "media-src " + files, "connect-src 'self' " + signIn + " " + files,
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
	}, "; ")
}
