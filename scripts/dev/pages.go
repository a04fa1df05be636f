package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/notify"
)

// web is the folder of the built pages, demo the folder of the demo's sources.
const (
	web  = ".local/web"
	demo = "web/demo"
)

// buildWeb builds the widget and the admin, once per change of their sources.
func buildWeb(ctx context.Context) error {
	sources := []string{
		"VERSION", "package-lock.json", "web/build.mjs", "api/gen/schemas.gen.d.ts",
		"api/gen/openapi.gen.d.ts",
	}
	for _, root := range []string{"web/lib", "web/widget", "web/admin"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				sources = append(sources, path)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return once(".local/web.stamp", sources, web+"/admin/index.html", func() error {
		return quietWith(ctx, []string{"VERSION=" + version()}, "node", "web/build.mjs", web)
	})
}

// pages serves the files that CloudFront serves from the web bucket: the admin, the widget, the
// sites' files and the team's pictures.
func (c *cloud) pages(mux *http.ServeMux) {
	mux.Handle("/widget.js", widgetHeaders(http.FileServer(http.Dir(web))))
	mux.Handle("/widget/", widgetHeaders(http.FileServer(http.Dir(web))))
	mux.Handle("/widget/sites/", widgetHeaders(c.bucket(c.stack["Web"])))
	mux.Handle("/widget/faces/", widgetHeaders(c.bucket(c.stack["Web"])))
	mux.HandleFunc("/admin/config.json", c.adminConfig)
	mux.HandleFunc("/admin/", c.adminPages)
	mux.HandleFunc("/panel/{rest...}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/admin/"+r.PathValue("rest"), http.StatusFound)
	})
	mux.HandleFunc("/demo/start/", c.demoPages(c.startPolicy()))
	mux.HandleFunc("/outbox", c.outbox)
	mux.HandleFunc("/{$}", c.startPage)
}

func widgetHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// bucket reads public files out of a bucket, signed, as CloudFront does.
func (c *cloud) bucket(name string) http.Handler {
	files := s3.NewFromConfig(c.aws, media.PathStyle)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := strings.TrimPrefix(r.URL.Path, "/")
		out, err := files.GetObject(r.Context(), &s3.GetObjectInput{Bucket: &name, Key: &key})
		if _, missing := errors.AsType[*types.NoSuchKey](err); missing {
			http.NotFound(w, r)
			return
		}
		if err != nil {
			http.Error(w, "the bucket does not answer", http.StatusBadGateway)
			return
		}
		defer out.Body.Close()
		w.Header().Set("Content-Type", aws.ToString(out.ContentType))
		_, _ = io.Copy(w, out.Body)
	})
}

// adminPages serves the admin's one page at every address of the admin.
func (c *cloud) adminPages(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", edge.AdminPolicy(c.endpoint(), c.endpoint()))
	w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
	w.Header().Set("Cache-Control", "no-cache")
	if !strings.Contains(filepath.Base(r.URL.Path), ".") {
		page, err := os.ReadFile(web + "/admin/index.html")
		if err != nil {
			http.Error(w, "the admin is not built", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
		return
	}
	http.FileServer(http.Dir(web)).ServeHTTP(w, r)
}

// adminConfig serves the addresses that the admin needs of this stack.
func (c *cloud) adminConfig(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string]string{
		"issuer": c.stack["Issuer"], "client": c.stack["Client"], "signIn": c.endpoint(), "files": c.endpoint(),
		"version": version(),
	})
}

// The content security policies of the demo's pages. The shop's is the one that we recommend for
// customers' sites: the widget needs nothing more.
func (c *cloud) startPolicy() string {
	return "default-src 'none'; style-src 'self'; img-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

func (c *cloud) shopPolicy(strict bool) string {
	styles := "'self'"
	if strict {
		styles = "'none'"
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self' " + c.door(), "style-src " + styles, "img-src 'self' " + c.endpoint(),
		"media-src " + c.endpoint(),
		"connect-src " + c.door() + " " + strings.Replace(c.door(), "http", "ws", 1) + " " + c.endpoint(),
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
		"trusted-types botifire", // only notifications need it
	}, "; ")
}

// demoPages serves files of the demo. A file ending in .html is a template that is given this
// run's addresses.
func (c *cloud) demoPages(policy string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache")
		name := filepath.Join(demo, filepath.Clean("/"+strings.TrimPrefix(r.URL.Path, "/demo")))
		if filepath.Ext(name) != ".html" {
			http.ServeFile(w, r, name)
			return
		}
		c.fill(w, r, name)
	}
}

// fill executes a template of the demo.
func (c *cloud) fill(w http.ResponseWriter, r *http.Request, name string) {
	page, err := template.ParseFiles(name)
	if errors.Is(err, os.ErrNotExist) {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	about := asked{facts: c.facts(), Path: r.Header.Get("X-Asked-For"), Query: r.URL.RawQuery}
	if err == nil {
		about.User, about.Login, err = shopLogin(r)
	}
	if err == nil {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		err = page.Execute(w, about)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
	}
}

// asked is the data of a template of the demo.
type asked struct {
	facts
	Path, Query string
	User, Login string // who is signed in to the shop, and the token that says so
}

// startPage serves the page that says where to begin.
func (c *cloud) startPage(w http.ResponseWriter, r *http.Request) {
	c.demoPages(c.startPolicy())(w, rewritten(r, "/demo/start/index.html"))
}

func rewritten(r *http.Request, path string) *http.Request {
	to := r.Clone(r.Context())
	to.Header.Set("X-Asked-For", r.URL.Path)
	to.URL.Path = path
	return to
}

// openShop serves the demo's shop on a port of its own, as a customer's site would be. All its
// pages are one template; ?strict is a page that allows no style.
func (c *cloud) openShop(ctx context.Context) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/sign-in", signIn)
	mux.HandleFunc("/sign-out", signOut)
	mux.HandleFunc("GET "+chat.WorkerPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, notify.WorkerFile(c.door()))
	})
	mux.HandleFunc("/files/", func(w http.ResponseWriter, r *http.Request) {
		c.demoPages(c.shopPolicy(false))(w, rewritten(r, "/demo/shop/"+strings.TrimPrefix(r.URL.Path, "/files/")))
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		c.demoPages(c.shopPolicy(r.URL.Query().Has("strict")))(w, rewritten(r, "/demo/shop/index.html"))
	})
	return c.listen(ctx, c.shopPort(), c.onlyLocal(mux))
}
