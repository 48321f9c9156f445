// Bank takes the money, and hears of everything that is bought.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
)

type event struct {
	Data struct {
		Product  string `json:"product"`
		Quantity int    `json:"quantity"`
		Total    int    `json:"total"`
	} `json:"data"`
}

func main() {
	var lock sync.Mutex
	balance := 0
	http.HandleFunc("/charge", func(w http.ResponseWriter, r *http.Request) {
		var charge struct {
			Amount int `json:"amount"`
		}
		if err := json.NewDecoder(r.Body).Decode(&charge); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		lock.Lock()
		balance += charge.Amount
		fmt.Fprintf(w, `{"charged": %d, "balance": %d}`, charge.Amount, balance)
		lock.Unlock()
	})
	http.HandleFunc("/dapr/subscribe", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `[{"pubsubname": "pubsub", "topic": "bought", "route": "/bought"}]`)
	})
	http.HandleFunc("/bought", func(w http.ResponseWriter, r *http.Request) {
		var bought event
		if err := json.NewDecoder(r.Body).Decode(&bought); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		fmt.Printf("somebody bought %d %s for %d\n",
			bought.Data.Quantity, bought.Data.Product, bought.Data.Total)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("APP_PORT"), nil))
}
