package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2authorizers"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2integrations"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/api"
	"github.com/botifire/livechat/shared/chat"
	"gopkg.in/yaml.v3"
)

// Throttles, as a share of the account's quota, which all APIs and posts to sockets have together: visitors get
// less than half, so that a flood leaves room for answers.
const visitorsShare, agentsShare, httpShare = 0.4, 0.1, 0.2

func throttle(s settings, share float64) *awsapigatewayv2.ThrottleSettings {
	rate, burst := s.APIQuota()
	return &awsapigatewayv2.ThrottleSettings{RateLimit: jsii.Number(share * rate), BurstLimit: jsii.Number(share * burst)}
}

// socketAPI is a WebSocket API and its one stage, named like its public path.
type socketAPI struct {
	api   awsapigatewayv2.WebSocketApi
	stage awsapigatewayv2.WebSocketStage
	name  string
}

func newSocketAPI(
	stack awscdk.Stack, s settings, name string, all functions, role awscdk.CfnResource,
) socketAPI {
	route := func(event string) *awsapigatewayv2.WebSocketRouteOptions {
		f := all.wokenBy(func(w wake) bool { return w.socket == name && w.event == event })
		return &awsapigatewayv2.WebSocketRouteOptions{
			Integration: awsapigatewayv2integrations.NewWebSocketLambdaIntegration(jsii.String(f.name), f.target(), nil),
		}
	}
	socket := awsapigatewayv2.NewWebSocketApi(stack, &name, &awsapigatewayv2.WebSocketApiProps{
		ApiName: jsii.String(s.Called(name)), RouteSelectionExpression: jsii.String("$request.body.action"),
		ConnectRouteOptions: route("connect"), DefaultRouteOptions: route("message"),
		DisconnectRouteOptions: route("disconnect"),
	})
	because(socket, "AwsSolutions-APIG4", "$connect is where a socket is authorized: by site key and origin, or by a "+
		"one-time ticket. The other routes are of sockets that are connected.")
	share := visitorsShare
	if name == agentSocket {
		share = agentsShare
	}
	stage := awsapigatewayv2.NewWebSocketStage(stack, jsii.String(name+"-stage"), &awsapigatewayv2.WebSocketStageProps{
		WebSocketApi: socket, StageName: &name, AutoDeploy: jsii.Bool(true),
		Throttle: throttle(s, share),
	})
	logAccess(stage, s, name, socketFields)
	if role != nil {
		stage.Node().DefaultChild().(awsapigatewayv2.CfnStage).AddResourceDependency(role, nil)
	}
	return socketAPI{socket, stage, name}
}

// callback is the address at which functions post to sockets.
func (a socketAPI) callback(s settings) *string {
	if s.Local() {
		return awscdk.Fn_Join(jsii.String(""), &[]*string{
			jsii.String(s.Endpoint + "/_aws/execute-api/"), a.api.ApiId(),
			jsii.String("/" + a.name),
		})
	}
	return a.stage.CallbackUrl()
}

// connections is the ARN of the sockets of this stage: IAM allows no narrower one.
func (a socketAPI) connections() *string {
	return awscdk.Stack_Of(a.api).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("execute-api"), Resource: a.api.ApiId(), ResourceName: jsii.String(a.name + "/*/@connections/*"),
	})
}

// httpAPI is the HTTP API: webhooks, and the admin API behind sign-in.
type httpAPI struct {
	api awsapigatewayv2.HttpApi
}

func newHTTPAPI(stack awscdk.Stack, s settings, f functions) httpAPI {
	h := httpAPI{awsapigatewayv2.NewHttpApi(stack, jsii.String("http"), &awsapigatewayv2.HttpApiProps{
		ApiName: jsii.String(s.Called("http")), CreateDefaultStage: jsii.Bool(false),
	})}
	stage := awsapigatewayv2.NewHttpStage(stack, jsii.String("http-stage"), &awsapigatewayv2.HttpStageProps{
		HttpApi: h.api, StageName: jsii.String("$default"), AutoDeploy: jsii.Bool(true),
		Throttle: throttle(s, httpShare),
	})
	logAccess(stage, s, "http", httpFields)
	for _, fn := range f {
		to := integration(fn)
		for _, route := range fn.wake.routes {
			method, path, _ := strings.Cut(route, " ")
			h.addRoute(method, path, &awsapigatewayv2.AddRoutesOptions{Integration: to},
				cmp.Or(fn.wake.proof, "Meta's signature is the proof, which the function checks."))
		}
	}
	return h
}

// integration leads routes to a function. One permission serves all of them: one a route would pass
// the size that a function's policy may have.
func integration(f function) awsapigatewayv2integrations.HttpLambdaIntegration {
	return awsapigatewayv2integrations.NewHttpLambdaIntegration(jsii.String(f.name), f.target(),
		&awsapigatewayv2integrations.HttpLambdaIntegrationProps{ScopePermissionToRoute: jsii.Bool(false)})
}

// addRoute adds a route. One without the sign-in's authorizer names the proof of its callers.
func (h httpAPI) addRoute(method, path string, route *awsapigatewayv2.AddRoutesOptions, proof string) {
	route.Path, route.Methods = &path, &[]awsapigatewayv2.HttpMethod{awsapigatewayv2.HttpMethod(method)}
	for _, made := range *h.api.AddRoutes(route) {
		if route.Authorizer == nil {
			because(made, "AwsSolutions-APIG4", proof)
		}
	}
}

// authorise adds the admin API of api/openapi.yaml: the operations of a tag are served by one function, which knows
// their paths and methods.
func (h httpAPI) authorise(authorizer awsapigatewayv2authorizers.HttpJwtAuthorizer, f functions) {
	targets := map[string]awsapigatewayv2integrations.HttpLambdaIntegration{}
	for _, fn := range f.where(func(s spec) bool { return s.wake.tag != "" }) {
		targets[fn.wake.tag] = integration(fn)
	}
	for _, r := range routes(operations()) {
		route := &awsapigatewayv2.AddRoutesOptions{Integration: targets[r.tag], Authorizer: authorizer}
		if r.byKey() {
			route.Authorizer = nil
		}
		h.addRoute(r.method, r.path, route, "An API key is the proof, which the function checks.")
	}
}

type operation struct{ method, path, tag, role string }

// byKey tells whether callers prove themselves by an API key, and not by sign-in.
func (o operation) byKey() bool { return o.role == string(chat.RoleServer) }

func operations() []operation {
	var doc struct {
		Paths map[string]map[string]yaml.Node
	}
	must(yaml.Unmarshal(api.OpenAPI, &doc))
	var all []operation
	for path, methods := range doc.Paths {
		for method, node := range methods {
			if method == "parameters" {
				continue
			}
			var op struct {
				Tags []string
				Role string `yaml:"x-role"`
			}
			must(node.Decode(&op))
			all = append(all, operation{strings.ToUpper(method), path, op.Tags[0], op.Role})
		}
	}
	slices.SortFunc(all, func(a, b operation) int {
		return strings.Compare(a.path+" "+a.tag+a.role+a.method, b.path+" "+b.tag+b.role+b.method)
	})
	return all
}

func must(err error) {
	if err != nil {
		panic(err) // at synthesis: the document is ours
	}
}
