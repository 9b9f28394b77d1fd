package catscore_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"catscore"
)

// badInput is errors.json: what every host must refuse.
type badInput struct {
	Load []struct {
		Model   string
		Bytes   int
		Message string
	}
	Rows []struct {
		Model  string
		Row    catscore.Row
		Column string
		About  string
	}
}

// problems are what a message says about a column of badInput.
var problems = map[string]string{"missing": "is missing", "unknown": "is no feature", "value": "expected a"}

func TestDamagedModels(t *testing.T) {
	var bad badInput
	readJSON(t, "errors", &bad)
	for _, line := range bad.Load {
		model, err := os.ReadFile(filepath.Join(folder, line.Model+".cbm"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = catscore.Load(model[:line.Bytes])
		if !errors.Is(err, catscore.ErrDamaged) || err.Error() != "the model: "+line.Message {
			t.Errorf("%s cut to %d bytes: got %v, expected %s", line.Model, line.Bytes, err, line.Message)
		}
		path := filepath.Join(t.TempDir(), "cut.cbm")
		if err := os.WriteFile(path, model[:line.Bytes], 0o644); err != nil {
			t.Fatal(err)
		}
		_, err = catscore.LoadFile(path)
		if err == nil || err.Error() != path+": "+line.Message {
			t.Errorf("%s: got %v, expected %s", path, err, line.Message)
		}
	}
}

func TestNoSuchFile(t *testing.T) {
	if _, err := catscore.LoadFile("no-such-file.cbm"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestBadRows(t *testing.T) {
	var bad badInput
	readJSON(t, "errors", &bad)
	for _, line := range bad.Rows {
		model, golden := loadConformance(t, line.Model)
		_, err := model.PredictMany([]catscore.Row{golden.rows()[0], line.Row}, nil)
		expectRefusal(t, err, 1, line.Column)
		if !strings.Contains(err.Error(), problems[line.About]) {
			t.Errorf("got %v, expected that it %s", err, problems[line.About])
		}
	}
}

func TestRefusedValues(t *testing.T) {
	model, golden := loadConformance(t, "embedding-mix")
	for _, bad := range []struct {
		column string
		value  any
		got    string
	}{
		{"n1", "1", `got "1", expected a number`},
		{"color", 3.0, "got float64(3), expected a string of UTF-8 or an integer"},
		{"color", float32(3), "got float32(3), expected"},
		{"text", json.Number("3"), "got json.Number(3), expected a string of UTF-8"},
		{"text", nil, "got <nil>, expected"},
	} {
		row := golden.rows()[0]
		row[bad.column] = bad.value
		_, err := model.Predict(row, nil)
		expectRefusal(t, err, 0, bad.column)
		if !strings.Contains(err.Error(), bad.got) {
			t.Errorf("got %v, expected %s", err, bad.got)
		}
	}
}

func expectRefusal(t *testing.T, err error, row int, column string) {
	t.Helper()
	var failure *catscore.Error
	if !errors.As(err, &failure) || !errors.Is(err, catscore.ErrInput) {
		t.Fatalf("got %v, expected an error of the column %q", err, column)
	}
	if failure.Row != row || failure.Column != column {
		t.Errorf("got row %d and column %q, expected %d and %q: %v", failure.Row, failure.Column, row, column, err)
	}
	if !strings.Contains(err.Error(), fmt.Sprintf("column %q", column)) {
		t.Errorf("the message does not name the column %q: %v", column, err)
	}
	if row >= 0 && !strings.Contains(err.Error(), fmt.Sprintf("row %d", row)) {
		t.Errorf("the message does not name row %d: %v", row, err)
	}
}

func TestBadColumns(t *testing.T) {
	model, golden := loadConformance(t, "embedding-mix")
	last := len(golden.Rows) - 1
	for name, bad := range map[string]struct {
		column any
		row    int
	}{
		"n1":     {make([]float64, last), -1},
		"color":  {make([]float64, last+1), 0},
		"wet":    {3, -1},
		"text":   {append(make([]string, last), "\xff"), last},
		"vector": {make([][]float32, last+1), 0},
	} {
		columns := golden.columns()
		columns[name] = bad.column
		_, err := model.PredictColumns(columns, nil)
		expectRefusal(t, err, bad.row, name)
		delete(columns, name)
		_, err = model.PredictColumns(columns, nil)
		expectRefusal(t, err, -1, name)
	}
	columns := golden.columns()
	columns["colour"] = columns["color"]
	_, err := model.PredictColumns(columns, nil)
	expectRefusal(t, err, -1, "colour")
}

func TestForbiddenMissingColumns(t *testing.T) {
	model, golden := loadConformance(t, "numeric-nan-forbidden")
	for _, column := range []any{[]float64{1, math.NaN()}, []float32{1, float32(math.NaN())}, []any{1, nil}} {
		columns := catscore.Columns{}
		for _, feature := range golden.Features {
			columns[feature.Name] = []float64{1, 2}
		}
		columns["n1"] = column
		_, err := model.PredictColumns(columns, nil)
		expectRefusal(t, err, 1, "n1")
	}
}

func TestBadOptions(t *testing.T) {
	model, golden := loadConformance(t, "rmse")
	trees := model.TreeCount
	for _, options := range []catscore.Options{
		{Type: "Probabilty"},
		{Type: "Class"},
		{NtreeStart: -1},
		{NtreeStart: trees},
		{NtreeStart: 2, NtreeEnd: 1},
		{NtreeEnd: trees + 1},
		{NtreeEnd: -1},
		{NtreeEnd: 1<<32 + 1},
		{Type: "VirtEnsembles", NtreeStart: 1, VirtualEnsemblesCount: 1},
		{Type: "VirtEnsembles", VirtualEnsemblesCount: trees},
		{Type: "VirtEnsembles", VirtualEnsemblesCount: -1},
		{Type: "TotalUncertainty", VirtualEnsemblesCount: math.MaxInt},
	} {
		for _, rows := range [][]catscore.Row{nil, golden.rows()} {
			answers, err := model.PredictMany(rows, &options)
			if !errors.Is(err, catscore.ErrCall) {
				t.Errorf("%+v: got %v and the error %v", options, answers, err)
			}
		}
	}
}

func TestClosed(t *testing.T) {
	model, golden := loadConformance(t, "rmse")
	for range 2 {
		if err := model.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := model.PredictMany(golden.rows(), nil); !errors.Is(err, catscore.ErrCall) {
		t.Errorf("got %v", err)
	}
}

func TestModelAfterErrors(t *testing.T) {
	model, golden := loadConformance(t, "embedding-mix")
	rows := golden.rows()
	expected, err := model.PredictMany(rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.PredictMany(append(golden.rows(), catscore.Row{}), nil); err == nil {
		t.Fatal("a row without values was scored")
	}
	if _, err := model.PredictMany(rows, &catscore.Options{NtreeStart: -1}); err == nil {
		t.Fatal("a tree before the first was used")
	}
	got, err := model.PredictMany(rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	expectSame(t, got, expected)
}

func TestModelAfterTooLongText(t *testing.T) {
	model, golden := loadConformance(t, "embedding-mix")
	row := golden.rows()[0]
	row["text"] = strings.Repeat("wind rain ", 1_000_000) // more than the memory has at first
	fresh := loadFile(t, filepath.Join(folder, "embedding-mix.cbm"))
	expected, err := fresh.Predict(row, nil)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<32)
	tooLong := golden.rows()[0]
	tooLong["text"] = unsafe.String(unsafe.SliceData(zeros), len(zeros)) // not copied
	if _, err := model.Predict(tooLong, nil); !errors.Is(err, catscore.ErrCall) {
		t.Errorf("got %v", err)
	}
	got, err := model.Predict(row, nil)
	if err != nil {
		t.Fatal(err)
	}
	expectSame(t, got, expected)
}

func TestValuesOfEveryType(t *testing.T) {
	type color string
	model, golden := loadConformance(t, "embedding-mix")
	row := golden.rows()[0]
	score := func(name string, value any) float64 {
		t.Helper()
		changed := catscore.Row{}
		for name, value := range row {
			changed[name] = value
		}
		changed[name] = value
		answers, err := model.Predict(changed, nil)
		if err != nil {
			t.Fatal(err)
		}
		return answers.Values[0]
	}
	for name, values := range map[string][]any{
		"n1":    {1.0, float32(1), 1, int8(1), uint64(1), true, json.Number("1")},
		"color": {"7", 7, int64(7), uint8(7), json.Number("7")},
		"wet":   {"0", 0, false},
		"vector": {
			[]float64{1, 0, 2, 3}, []float32{1, 0, 2, 3}, []int{1, 0, 2, 3},
			[]any{1, 0.0, json.Number("2"), float32(3)},
		},
	} {
		for _, value := range values {
			if got, expected := score(name, value), score(name, values[0]); got != expected {
				t.Errorf("%s: %T gives %v, %T gives %v", name, value, got, values[0], expected)
			}
		}
	}
	if got, expected := score("color", color("red ")), score("color", "red "); got != expected {
		t.Errorf("a string of another type gives %v, a string %v", got, expected)
	}
}
