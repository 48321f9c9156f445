// Discount knows who gets what off: a percentage for a quantity.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		quantity, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		switch {
		case err != nil:
			http.NotFound(w, r)
		case quantity >= 10:
			fmt.Fprint(w, 25)
		case quantity >= 3:
			fmt.Fprint(w, 10)
		default:
			fmt.Fprint(w, 0)
		}
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("APP_PORT"), nil))
}
