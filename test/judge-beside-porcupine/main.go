// Command judge-beside-porcupine reads histories of one register, a JSON array of calls a line, and prints for each what
// porcupine says of it: Ok, Illegal or Unknown.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

type call struct {
	Type      string   `json:"type"`
	Value     *string  `json:"value"`
	Expected  *string  `json:"expected"`
	Succeeded *bool    `json:"succeeded"`
	InvokedAt int64    `json:"invokedAt"`
	// Absent: it never returned.
	ReturnedAt *int64 `json:"returnedAt"`
}

func text(value *string) string {
	if value == nil {
		return "-"
	}
	return "=" + *value
}

var register = porcupine.Model{
	Init: func() interface{} { return "-" },
	Step: func(state, input, _ interface{}) (bool, interface{}) {
		asked := input.(call)
		switch asked.Type {
		case "write":
			return true, text(asked.Value)
		case "read":
			return state == text(asked.Value), state
		}
		holds := state == text(asked.Expected)
		if asked.Succeeded != nil && *asked.Succeeded != holds {
			return false, state
		}
		if holds {
			return true, text(asked.Value)
		}
		return true, state
	},
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var calls []call
		if err := json.Unmarshal(lines.Bytes(), &calls); err != nil {
			panic(err)
		}
		operations := make([]porcupine.Operation, 0, len(calls))
		for i, each := range calls {
			end := int64(math.MaxInt64)
			if each.ReturnedAt != nil {
				end = *each.ReturnedAt
			}
			operations = append(operations, porcupine.Operation{ClientId: i, Input: each, Call: each.InvokedAt, Return: end})
		}
		fmt.Println(porcupine.CheckOperationsTimeout(register, operations, 10*time.Second))
	}
}
