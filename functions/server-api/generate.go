package main

//go:generate go tool oapi-codegen -generate types,std-http,strict-server -include-tags server -package main -import-mapping schemas.yaml:github.com/botifire/livechat/shared/wire -o server.gen.go ../../api/openapi.yaml
