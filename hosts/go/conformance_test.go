package catscore_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"catscore"
)

// folder holds the models, rows and answers that every host is tested by: tests/conformance of the repository.
var folder = cmp.Or(os.Getenv("CATSCORE_CONFORMANCE"), "../../tests/conformance")

// conformance is NAME.json: rows, and what CatBoost answers for them.
type conformance struct {
	Features []struct{ Name, Kind string }
	Rows     [][]any
	Answers  []struct {
		Options catscore.Options
		Row     *int // the one row that was asked
		Answer  any
		Refused string // why CatBoost gives no answer
	}
}

// rowwise are the types whose answer for a row is the same alone and among others.
var rowwise = []catscore.PredictionType{catscore.RawFormulaVal, catscore.Probability, catscore.LogProbability,
	catscore.Class, catscore.LeafIndexes}

type count struct {
	Values    int `json:"values"`
	Different int `json:"different"`
}

func TestConformance(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.cbm"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no models in %s: %v", folder, err)
	}
	counts := map[string]*count{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".cbm")
		counts[name] = &count{}
		t.Run(name, func(t *testing.T) {
			model := loadFile(t, path)
			golden := readConformance(t, name)
			compareModel(t, model, golden, counts[name])
		})
	}
	writeReport(t, counts)
}

func compareModel(t *testing.T, model *catscore.Model, golden conformance, count *count) {
	compareFeatures(t, model, golden)
	rows := golden.rows()
	for _, line := range golden.Answers {
		options := &line.Options
		if line.Refused != "" {
			if answers, err := model.PredictMany(rows, options); err == nil {
				t.Errorf("%+v: got %v, expected an error: %s", *options, answers, line.Refused)
			}
			continue
		}
		expected := flatten(line.Answer, options.Type)
		if line.Row != nil {
			compare(t, options, expected, flat(t)(model.Predict(rows[*line.Row], options)), count)
			continue
		}
		compare(t, options, expected, flat(t)(model.PredictMany(rows, options)), count)
		compare(t, options, expected, flat(t)(model.PredictColumns(golden.columns(), options)), count)
		if slices.Contains(rowwise, options.Type) {
			var alone []any
			for _, row := range rows {
				alone = append(alone, flat(t)(model.Predict(row, options))...)
			}
			compare(t, options, expected, alone, count)
		}
	}
}

func compareFeatures(t *testing.T, model *catscore.Model, golden conformance) {
	t.Helper()
	var got, expected []string
	for _, feature := range model.Features {
		got = append(got, feature.Kind+" "+feature.Name)
	}
	for _, feature := range golden.Features {
		if feature.Name != "" { // a column that the model has dropped
			expected = append(expected, feature.Kind+" "+feature.Name)
		}
	}
	if !slices.Equal(got, expected) {
		t.Errorf("got the features %q, expected %q", got, expected)
	}
}

// flat gives an answer's labels, or else its numbers, row after row.
func flat(t *testing.T) func(catscore.Answers, error) []any {
	return func(answers catscore.Answers, err error) []any {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if answers.Labels != nil {
			return answers.Labels
		}
		return anys(answers.Values)
	}
}

func anys[T any](values []T) []any {
	result := make([]any, len(values))
	for i, value := range values {
		result[i] = value
	}
	return result
}

// flatten gives the values of nested arrays, numbers as float64; labels that are texts stay as they are.
func flatten(answer any, predictionType catscore.PredictionType) []any {
	switch answer := answer.(type) {
	case []any:
		var values []any
		for _, value := range answer {
			values = append(values, flatten(value, predictionType)...)
		}
		return values
	case string:
		if predictionType != catscore.Class {
			return []any{number(answer)}
		}
	case json.Number:
		return []any{number(answer.String())}
	}
	return []any{answer}
}

func number(text string) float64 {
	var value float64
	if _, err := fmt.Sscan(text, &value); err != nil {
		panic(fmt.Sprintf("%q is no number: %v", text, err))
	}
	return value
}

func compare(t *testing.T, options *catscore.Options, expected, got []any, count *count) {
	t.Helper()
	if len(got) != len(expected) {
		t.Fatalf("%+v: got %d values, expected %d", *options, len(got), len(expected))
	}
	for i := range expected {
		count.Values++
		if bits(got[i]) == bits(expected[i]) {
			continue
		}
		count.Different++
		t.Errorf("%+v: value %d is %v, expected %v", *options, i, got[i], expected[i])
	}
}

// bits makes values comparable: numbers by their bits, integers as the numbers that they are.
func bits(value any) any {
	switch value := value.(type) {
	case int64:
		return math.Float64bits(float64(value))
	case float64:
		return math.Float64bits(value)
	default:
		return value
	}
}

func loadFile(t testing.TB, path string) *catscore.Model {
	t.Helper()
	model, err := catscore.LoadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := model.Close(); err != nil {
			t.Error(err)
		}
	})
	return model
}

func loadConformance(t testing.TB, name string) (*catscore.Model, conformance) {
	t.Helper()
	return loadFile(t, filepath.Join(folder, name+".cbm")), readConformance(t, name)
}

func readConformance(t testing.TB, name string) conformance {
	t.Helper()
	var golden conformance
	readJSON(t, name, &golden)
	for _, row := range golden.Rows {
		for i, feature := range golden.Features {
			if feature.Kind == "float" || feature.Kind == "embedding" {
				row[i] = numbers(row[i])
			}
		}
	}
	return golden
}

// readJSON reads a file with its numbers as they are written.
func readJSON(t testing.TB, name string, to any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(to); err != nil {
		t.Fatalf("%s.json: %v", name, err)
	}
}

// numbers turns texts for numbers that JSON has no word for into these.
func numbers(value any) any {
	switch value := value.(type) {
	case string:
		return number(value)
	case []any:
		result := make([]any, len(value))
		for i := range value {
			result[i] = numbers(value[i])
		}
		return result
	default:
		return value
	}
}

// rows gives the rows by name.
func (c conformance) rows() []catscore.Row {
	rows := make([]catscore.Row, len(c.Rows))
	for i, values := range c.Rows {
		rows[i] = catscore.Row{}
		for k, feature := range c.Features {
			if feature.Name != "" {
				rows[i][feature.Name] = values[k]
			}
		}
	}
	return rows
}

// columns gives the rows as columns: of floats []float64, of texts and of categories that are strings []string.
func (c conformance) columns() catscore.Columns {
	columns := catscore.Columns{}
	for k, feature := range c.Features {
		if feature.Name == "" {
			continue
		}
		var floats []float64
		var texts []string
		var values []any
		for _, row := range c.Rows {
			values = append(values, row[k])
			switch value := row[k].(type) {
			case nil:
				floats = append(floats, math.NaN())
			case float64:
				floats = append(floats, value)
			case json.Number:
				floats = append(floats, number(value.String()))
			case string:
				texts = append(texts, value)
			}
		}
		switch {
		case feature.Kind == "float":
			columns[feature.Name] = floats
		case len(texts) == len(values):
			columns[feature.Name] = texts
		default:
			columns[feature.Name] = values
		}
	}
	return columns
}

// writeReport writes what was compared to the file that CATSCORE_REPORT names.
func writeReport(t *testing.T, counts map[string]*count) {
	path := os.Getenv("CATSCORE_REPORT")
	if path == "" {
		return
	}
	report, err := json.Marshal(map[string]any{"host": host(t), "models": counts})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, report, 0o644); err != nil {
		t.Fatal(err)
	}
}

// host names this host with its runtime.
func host(t *testing.T) string {
	t.Helper()
	manifest, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`wazero v(\S+)`).FindSubmatch(manifest)
	return fmt.Sprintf("Go (wazero %s)", version[1])
}
