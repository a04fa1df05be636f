package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/edge"
	"github.com/coder/websocket"
)

// Limits of API Gateway's sockets.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
const (
	maxFrame = 32 * 1024
	maxIdle  = 10 * time.Minute
	maxLife  = 2 * time.Hour
)

// place is a place that a visitor pretends to come from.
type place struct{ name, country, city, address string }

// places stand for the world. The addresses are reserved for documentation (RFC 5737, RFC 3849). As
// CloudFront does, the door writes an IPv6 address and its port without brackets.
var places = []place{
	{"lagos", "NG", "Lagos", "203.0.113.10"},
	{"sao-paulo", "BR", "S%C3%A3o Paulo", "203.0.113.24"},
	{"mumbai", "IN", "Mumbai", "203.0.113.38"},
	{"cairo", "EG", "Cairo", "203.0.113.52"},
	{"berlin", "DE", "Berlin", "198.51.100.17"},
	{"madrid", "ES", "Madrid", "198.51.100.31"},
	{"lyon", "FR", "Lyon", "198.51.100.45"},
	{"manchester", "GB", "Manchester", "198.51.100.59"},
	{"austin", "US", "Austin", "192.0.2.11"},
	{"toronto", "CA", "Toronto", "192.0.2.25"},
	{"osaka", "JP", "Osaka", "192.0.2.39"},
	{"sydney", "AU", "Sydney", "192.0.2.53"},
	{"nairobi", "KE", "Nairobi", "2001:db8:254:12::9"},
}

// placeOf is the place that a request asks for, or else one that stays the same for its browser.
func placeOf(r *http.Request) place {
	for _, p := range places {
		if p.name == r.URL.Query().Get("from") {
			return p
		}
	}
	sum := fnv.New32a()
	sum.Write([]byte(r.UserAgent()))
	return places[sum.Sum32()%uint32(len(places))]
}

// openDoor serves the one public address, as CloudFront does in AWS.
func (c *cloud) openDoor(ctx context.Context) error {
	mux := http.NewServeMux()
	calls := c.proxy(c.stack["Http"])
	mux.Handle("/v1/", proved(calls))
	mux.Handle("/webhooks/", calls)
	mux.Handle("/mail/", calls)
	mux.Handle("/visitor_socket", c.bridge(c.stack["Visitors"]))
	mux.Handle("/agent_socket", c.bridge(c.stack["Agents"]))
	c.pages(mux)
	return c.listen(ctx, c.port, c.onlyLocal(safe(mux)))
}

// safe adds the security headers that CloudFront adds.
func safe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		edge.Safe(w.Header())
		next.ServeHTTP(w, r)
	})
}

// proved refuses a call without credentials, as the function at CloudFront does.
func proved(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(edge.Unsigned))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (c *cloud) listen(ctx context.Context, port int, handler http.Handler) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port %d is in use: end what uses it, or choose others with PORT=…", port)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			c.died <- err
		}
	}()
	context.AfterFunc(ctx, func() { server.Close() })
	return nil
}

// onlyLocal refuses host names that are not this machine's: a page on the internet must not reach
// the demo through a name of its own (DNS rebinding).
func (c *cloud) onlyLocal(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil || (host != "localhost" && host != "127.0.0.1") {
			http.Error(w, "use localhost", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// proxy passes calls to the HTTP API, with the headers that CloudFront would pass.
func (c *cloud) proxy(api string) http.Handler {
	target, err := url.Parse(c.endpoint() + "/_aws/execute-api/" + api)
	if err != nil {
		panic(err)
	}
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Set(edge.Viewer, placeOf(r.In).address)
			for name := range r.Out.Header {
				if strings.HasPrefix(name, "Cloudfront-") || strings.HasPrefix(name, "X-Forwarded") {
					r.Out.Header.Del(name)
				}
			}
		},
		ModifyResponse: func(r *http.Response) error { // the door adds its own
			for name := range edge.Safe(http.Header{}) {
				r.Header.Del(name)
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil { // errors while stopping are expected
				fmt.Fprintln(os.Stderr, "door:", err)
			}
			http.Error(w, `{"code":"unavailable","message":"The local cloud does not answer."}`, http.StatusBadGateway)
		},
	}
}

// bridge connects a visitor's or agent's socket to the WebSocket API, and enforces API Gateway's
// limits, which the emulator does not know.
func (c *cloud) bridge(api string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), maxLife)
		defer cancel()
		address := strings.Replace(c.endpoint(), "http", "ws", 1) + "/_aws/execute-api/" + api + r.URL.Path
		inner, answer, err := websocket.Dial(ctx, address+"?"+r.URL.RawQuery,
			&websocket.DialOptions{HTTPHeader: viewerHeaders(r), CompressionMode: websocket.CompressionDisabled})
		if err != nil {
			status := http.StatusForbidden
			if answer != nil && answer.StatusCode >= 400 {
				status = answer.StatusCode
			}
			http.Error(w, "refused", status)
			return
		}
		defer inner.CloseNow()
		inner.SetReadLimit(4 * maxFrame)
		// widget-connect judges the origin.
		outer, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
		if err != nil {
			return
		}
		defer outer.CloseNow()
		outer.SetReadLimit(maxFrame)
		idle := time.AfterFunc(maxIdle, cancel)
		defer idle.Stop()
		go pump(ctx, cancel, inner, outer, idle)
		pump(ctx, cancel, outer, inner, idle)
	})
}

// pump carries frames one way until either side ends.
func pump(ctx context.Context, cancel func(), from, to *websocket.Conn, idle *time.Timer) {
	defer cancel()
	for {
		kind, frame, err := from.Read(ctx)
		if err != nil {
			code := websocket.CloseStatus(err)
			if code < 0 || code == websocket.StatusNoStatusRcvd || code == websocket.StatusAbnormalClosure {
				code = websocket.StatusGoingAway
			}
			to.Close(code, "")
			return
		}
		idle.Reset(maxIdle)
		if to.Write(ctx, kind, frame) != nil {
			return
		}
	}
}

// viewerHeaders are the headers that the stack's policy for sockets lets through, and those that
// CloudFront adds.
func viewerHeaders(r *http.Request) http.Header {
	headers := http.Header{}
	for _, name := range []string{"Origin", "User-Agent", "Sec-GPC", "DNT", "Accept-Language"} {
		if value := r.Header.Get(name); value != "" {
			headers.Set(name, value)
		}
	}
	p := placeOf(r)
	headers.Set("CloudFront-Viewer-Country", p.country)
	headers.Set("CloudFront-Viewer-City", p.city)
	headers.Set("CloudFront-Viewer-Address", p.address+":51234")
	return headers
}
