package main

import (
	"fmt"
	"slices"
	"strings"
)

const (
	anyMethod = "ANY"
	// greedy is the part of a route that stands for the rest of a path.
	greedy = "{proxy+}"
)

// routes leads operations to their functions with as few routes as possible, because each is a resource and a
// template has at most 500: one for all methods of a path, and one for the paths below a collection, like
// /v1/visitors/{proxy+}, that one function serves by one proof. API Gateway prefers a route that is more exact, so
// the paths below it that others serve have routes of their own.
func routes(all []operation) []operation {
	var found []operation
	for _, below := range grouped(all, collection) {
		paths := grouped(below, func(o operation) string { return o.path })
		if most := largest(paths); len(most) > 1 {
			one := most[0][0]
			one.method, one.path = anyMethod, collection(one)+greedy
			found = append(found, one)
			paths = slices.DeleteFunc(paths, func(path []operation) bool { return alike(append(path, one)) })
		}
		for _, path := range paths {
			found = append(found, methods(path)...)
		}
	}
	return found
}

// largest are the most paths that one function serves by one proof.
func largest(paths [][]operation) [][]operation {
	var most [][]operation
	whole := slices.DeleteFunc(slices.Clone(paths), func(path []operation) bool { return !alike(path) })
	for _, some := range grouped(whole, func(path []operation) string { return path[0].servedBy() }) {
		if len(some) > len(most) {
			most = some
		}
	}
	return most
}

// methods are the routes of one path.
func methods(path []operation) []operation {
	if len(path) == 1 || !alike(path) {
		return path
	}
	path[0].method = anyMethod
	return path[:1]
}

// collection is the path that an operation is below, as /v1/visitors/; its own path if it is below none.
func collection(o operation) string {
	parts := strings.SplitAfterN(o.path, "/", 4) // "/", "v1/", "visitors/", the rest
	return strings.Join(parts[:min(3, len(parts))], "")
}

// grouped parts things by a key, in the order in which the keys come.
func grouped[T any](all []T, by func(T) string) [][]T {
	var groups [][]T
	for _, one := range all {
		i := slices.IndexFunc(groups, func(g []T) bool { return by(g[0]) == by(one) })
		if i < 0 {
			groups = append(groups, []T{one})
			continue
		}
		groups[i] = append(groups[i], one)
	}
	return groups
}

// servedBy names the function of an operation and the proof of its callers.
func (o operation) servedBy() string { return fmt.Sprint(o.tag, o.byKey()) }

// alike tells whether one function serves the operations, by one proof.
func alike(all []operation) bool {
	return !slices.ContainsFunc(all, func(o operation) bool { return o.servedBy() != all[0].servedBy() })
}
