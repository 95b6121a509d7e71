package auth

import "net/http"

// RequireAuthStale is all that Traefik's fork has beside its original, which no proxy has: it also tells the client why.
func (da *DigestAuth) RequireAuthStale(w http.ResponseWriter, r *http.Request) {
	da.RequireAuth(w, r)
}
