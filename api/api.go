// Package api holds the description of what is spoken over HTTP. The stack makes its
// routes from it.
package api

import (
	_ "embed"
)

// OpenAPI is the admin API.
//
//go:embed openapi.yaml
var OpenAPI []byte
