// Package ext is where Traefik's configuration can be extended: a module of its repository that no proxy has, since it
// is only ever taken from the folder beside.
package ext

// HTTP extends nothing.
type HTTP struct{}

// Router extends nothing.
type Router struct{}
