// Package api holds the description of the HTTP API. The stack makes its routes from it.
package api

import (
	_ "embed"
)

// OpenAPI is the admin API.
//
//go:embed openapi.yaml
var OpenAPI []byte
