package shared_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The caps bound the reader's work: a type's methods, its ports, and the length of a function.
const (
	maxDeskMethods = 46
	maxDeskPorts   = 8
	maxFunction    = 60 // lines
	maxMedian      = 10
	maxMost        = 28 // nine functions of ten have at most so many lines
)

// maxMain is how many lines a function's main.go may have: it only wires.
const maxMain = 40

// maxStore is how many methods a room's store port may have; chat's is the widest.
var maxStore = map[string]int{"chat": 76, "office": 45, "lifecycle": 48, "views": 45}

func TestTheDeskAndTheStorePortsStayNarrow(t *testing.T) {
	types, methods := map[string]ast.Expr{}, 0
	for name := range maxStore {
		for _, file := range parsed(t, token.NewFileSet(), name) {
			for _, d := range file.Decls {
				switch d := d.(type) {
				case *ast.GenDecl:
					for _, s := range d.Specs {
						if s, is := s.(*ast.TypeSpec); is {
							types[name+"."+s.Name.Name] = s.Type
						}
					}
				case *ast.FuncDecl:
					if name == "chat" && d.Recv != nil && d.Name.IsExported() && typeName("", d.Recv.List[0].Type) == "Desk" {
						methods++
					}
				}
			}
		}
	}
	ports := 0
	for _, field := range types["chat.Desk"].(*ast.StructType).Fields.List {
		if _, is := types[typeName("chat.", field.Type)].(*ast.InterfaceType); is {
			ports += len(field.Names)
		}
	}
	t.Logf("chat.Desk has %d exported methods and %d ports", methods, ports)
	if methods == 0 || methods > maxDeskMethods || ports == 0 || ports > maxDeskPorts {
		t.Errorf("chat.Desk has %d exported methods and %d ports; at most %d and %d",
			methods, ports, maxDeskMethods, maxDeskPorts)
	}
	for name, most := range maxStore {
		n := width(types, name, name+".Store")
		t.Logf("%s.Store has %d methods", name, n)
		if n == 0 || n > most {
			t.Errorf("%s.Store has %d methods; at most %d", name, n, most)
		}
	}
}

// width is how many methods an interface has, with those that it embeds.
func width(types map[string]ast.Expr, room, name string) int {
	port, is := types[name].(*ast.InterfaceType)
	if !is {
		return 0
	}
	n := 0
	for _, m := range port.Methods.List {
		if n += len(m.Names); len(m.Names) == 0 {
			embedded := typeName(room+".", m.Type)
			n += width(types, strings.Split(embedded, ".")[0], embedded)
		}
	}
	return n
}

// typeName is a type's name: with its package if it is of another, else after own.
func typeName(own string, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(own, e.X)
	case *ast.IndexExpr:
		return typeName(own, e.X)
	case *ast.Ident:
		return own + e.Name
	case *ast.SelectorExpr:
		return typeName("", e.X) + "." + e.Sel.Name
	}
	return ""
}

func TestFunctionsStayShort(t *testing.T) {
	lines := map[string]int{}
	for _, top := range []string{"../api", "../e2e", "../functions", "../infra", "../scripts", "."} {
		all := token.NewFileSet()
		for path, file := range parsed(t, all, top) {
			for _, d := range file.Decls {
				if f, is := d.(*ast.FuncDecl); is {
					from, to := all.Position(f.Pos()), all.Position(f.End())
					lines[path+" "+nameOf(f)] = to.Line - from.Line + 1
				}
			}
		}
	}
	for name, n := range lines {
		if n > maxFunction {
			t.Errorf("%s has %d lines; at most %d", name, n, maxFunction)
		}
	}
	sorted := slices.Sorted(maps.Values(lines))
	median, most := sorted[len(sorted)/2], sorted[len(sorted)*9/10]
	t.Logf("%d functions: half have at most %d lines, 90 %% at most %d", len(sorted), median, most)
	if median > maxMedian || most > maxMost {
		t.Errorf("half of all functions have %d lines, 90 %% have %d; at most %d and %d", median, most, maxMedian, maxMost)
	}
}

func TestMainsOnlyWire(t *testing.T) {
	mains, err := filepath.Glob("../functions/*/main.go")
	if err != nil || len(mains) == 0 {
		t.Fatalf("%d mains, %v", len(mains), err)
	}
	for _, path := range mains {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(source), "\n"); n > maxMain {
			t.Errorf("%s has %d lines; at most %d: move the shared wiring to a package",
				path, n, maxMain)
		}
	}
}

func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	return typeName("", f.Recv.List[0].Type) + "." + f.Name.Name
}

// parsed is the Go files below a folder, without tests and generated ones.
func parsed(t *testing.T, all *token.FileSet, top string) map[string]*ast.File {
	found := map[string]*ast.File{}
	err := filepath.WalkDir(top, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.HasSuffix(path, ".gen.go") {
			return err
		}
		found[path], err = parser.ParseFile(all, path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
