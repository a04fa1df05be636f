package edge

import "strings"

// AdminPolicy is the Content-Security-Policy of the admin's pages. Scripts come from
// where the page does, and from nowhere else; so do sockets, which 'self' covers. Styles
// may be inline: the component kit writes element styles, and S3 gives no nonces; a style
// can neither run nor send anything, because everything that it could fetch from is
// listed here too. signIn is an origin, files is where people's files lie.
func AdminPolicy(signIn, files string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "font-src 'self'", "manifest-src 'self'",
		"img-src 'self' " + files, "media-src " + files, "connect-src 'self' " + signIn + " " + files,
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
	}, "; ")
}
