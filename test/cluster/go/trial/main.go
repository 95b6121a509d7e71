// Trial is a server of one page, or with an address the visitor who prints what is there.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	if len(os.Args) == 1 {
		http.HandleFunc("/", func(response http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(response, "it works")
		})
		log.Fatal(http.ListenAndServe(":8080", nil))
	}
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		log.Fatal(err)
	}
}
