// Command bench measures the host: go run ./bench MODEL.cbm ROWS.json [SECONDS]. ROWS.json has the features and
// rows of a conformance file; a round of each measurement takes SECONDS (1). It prints a line of JSON.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"catscore"
)

const (
	rounds    = 3
	batchRows = 10_000 // at least
)

type input struct {
	Features []struct{ Name, Kind string }
	Rows     [][]any
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: bench MODEL.cbm ROWS.json [SECONDS]")
	}
	seconds := 1.0
	if len(os.Args) > 3 {
		seconds = must(strconv.ParseFloat(os.Args[3], 64))
	}
	file := must(os.ReadFile(os.Args[1]))
	var in input
	check(json.Unmarshal(must(os.ReadFile(os.Args[2])), &in))
	rows := in.rows()

	started := time.Now()
	model := must(catscore.Load(file))
	must(model.Predict(rows[0], nil))
	first := time.Since(started)

	round := time.Duration(seconds * float64(time.Second))
	load := measure(round, func(int) {
		loaded := must(catscore.Load(file))
		must(loaded.Predict(rows[0], nil))
		check(loaded.Close())
	})
	one := measure(round, func(i int) { must(model.Predict(rows[i%len(rows)], nil)) })
	columns, rowCount := in.columns()
	batch := measure(round, func(int) { must(model.PredictColumns(columns, nil)) })

	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"host":             host(),
		"compile_ms":       1e3 * max(0, first.Seconds()-load),
		"load_ms":          1e3 * load,
		"one_row_us":       1e6 * one,
		"batch_us_per_row": 1e6 * batch / float64(rowCount),
	}))
}

// measure gives the seconds of a call: the median of rounds.
func measure(round time.Duration, call func(i int)) float64 {
	var figures []float64
	for range rounds {
		started, calls := time.Now(), 0
		for calls == 0 || time.Since(started) < round {
			call(calls)
			calls++
		}
		figures = append(figures, time.Since(started).Seconds()/float64(calls))
	}
	slices.Sort(figures)
	return figures[rounds/2]
}

// rows gives the rows by name, as a program has them: numbers, strings, slices.
func (in input) rows() []catscore.Row {
	rows := make([]catscore.Row, len(in.Rows))
	for i, values := range in.Rows {
		rows[i] = catscore.Row{}
		for k, feature := range in.Features {
			if feature.Name != "" { // else a column that the model has dropped
				rows[i][feature.Name] = native(feature.Kind, values[k])
			}
		}
	}
	return rows
}

// columns gives the rows again and again, as the slices that the host is fastest with, and how many they are.
func (in input) columns() (catscore.Columns, int) {
	rows := in.rows()
	rows = slices.Repeat(rows, (batchRows+len(rows)-1)/len(rows))
	columns := catscore.Columns{}
	for _, feature := range in.Features {
		if feature.Name == "" {
			continue
		}
		switch feature.Kind {
		case "float":
			columns[feature.Name] = column[float64](rows, feature.Name)
		case "embedding":
			columns[feature.Name] = column[[]float32](rows, feature.Name)
		case "text":
			columns[feature.Name] = column[string](rows, feature.Name)
		default:
			columns[feature.Name] = categories(rows, feature.Name)
		}
	}
	return columns, len(rows)
}

func column[T any](rows []catscore.Row, name string) []T {
	values := make([]T, len(rows))
	for i, row := range rows {
		values[i] = row[name].(T)
	}
	return values
}

// categories gives a column of strings, integers in decimal.
func categories(rows []catscore.Row, name string) []string {
	values := make([]string, len(rows))
	for i, row := range rows {
		values[i] = fmt.Sprint(row[name])
	}
	return values
}

// native turns a value of JSON into what a program has in its place.
func native(kind string, value any) any {
	switch kind {
	case "float":
		return float(value)
	case "embedding":
		var floats []float32
		for _, number := range value.([]any) {
			floats = append(floats, float32(float(number)))
		}
		return floats
	}
	if integer, ok := value.(float64); ok {
		return int64(integer)
	}
	return value
}

// float reads a number; one that JSON has no word for is a string, a missing one null.
func float(value any) float64 {
	switch value := value.(type) {
	case nil:
		return math.NaN()
	case string:
		return must(strconv.ParseFloat(value, 64))
	default:
		return value.(float64)
	}
}

// host names this host with its runtime.
func host() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == "github.com/tetratelabs/wazero" {
			return fmt.Sprintf("Go (wazero %s)", strings.TrimPrefix(dependency.Version, "v"))
		}
	}
	return "Go"
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}
