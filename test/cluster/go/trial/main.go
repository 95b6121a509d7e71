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
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := visit(os.Args[1])
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			log.Fatal(err)
		}
		// A Service may be a second behind the pods that it leads to.
		time.Sleep(100 * time.Millisecond)
	}
}

func visit(address string) error {
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(address)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", response.Status)
	}
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}
