// Trial is a server of one page, or with an address the visitor who prints what is there.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	if len(os.Args) == 1 {
		http.HandleFunc("/", func(response http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(response, "it works")
		})
		http.HandleFunc("/dial", dial)
		// A second port, which nothing leads to.
		go func() { log.Fatal(http.ListenAndServe(":8081", nil)) }()
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

// dial says whether a connection to an address can be opened from here.
func dial(response http.ResponseWriter, request *http.Request) {
	connection, err := net.DialTimeout("tcp", request.FormValue("address"), 2*time.Second)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadGateway)
		return
	}
	connection.Close()
	fmt.Fprintln(response, "open")
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
