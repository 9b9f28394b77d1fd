package catscore_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"catscore"
)

func expectSame(t *testing.T, got, expected catscore.Answers) {
	t.Helper()
	if got.Width != expected.Width || !slices.Equal(flat(t)(got, nil), flat(t)(expected, nil)) {
		t.Errorf("got %v, expected %v", got, expected)
	}
}

// repeat gives count rows, the same ones again and again.
func repeat(rows []catscore.Row, count int) []catscore.Row {
	return slices.Repeat(rows, count/len(rows)+1)[:count]
}

func TestLargeBatches(t *testing.T) {
	for _, name := range []string{"embedding-mix", "text-mix", "ctr-multiclass", "trees-1000"} {
		model, golden := loadConformance(t, name)
		expected, err := model.PredictMany(golden.rows(), nil)
		if err != nil {
			t.Fatal(err)
		}
		rows := repeat(golden.rows(), 5001)
		got, err := model.PredictMany(rows, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Values) != len(rows)*got.Width {
			t.Fatalf("%s: got %d values for %d rows of %d", name, len(got.Values), len(rows), got.Width)
		}
		for i := range rows {
			if !slices.Equal(got.Row(i), expected.Row(i%len(golden.Rows))) {
				t.Fatalf("%s: row %d is %v, expected %v", name, i, got.Row(i), expected.Row(i%len(golden.Rows)))
			}
		}
	}
}

func TestManyCategoriesAndLongTexts(t *testing.T) {
	model, golden := loadConformance(t, "text-mix")
	rows := repeat(golden.rows(), 6000)
	for i := range rows {
		row := catscore.Row{}
		for _, feature := range model.Features {
			row[feature.Name] = rows[i][feature.Name]
			switch feature.Kind {
			case "categorical":
				row[feature.Name] = fmt.Sprint("unheard of ", i)
			case "text":
				row[feature.Name] = strings.Repeat("wind rain ", i%700)
			}
		}
		rows[i] = row
	}
	many, err := model.PredictMany(rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(rows); i += 97 {
		one, err := model.Predict(rows[i], nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(one.Values, many.Row(i)) {
			t.Fatalf("row %d is %v alone and %v among others", i, one.Values, many.Row(i))
		}
	}
}

func TestNoRows(t *testing.T) {
	model, _ := loadConformance(t, "multiclass")
	answers, err := model.PredictMany(nil, nil)
	if err != nil || len(answers.Values) != 0 || answers.Width != model.OutputCount {
		t.Errorf("got %v and the error %v", answers, err)
	}
}

func TestConcurrency(t *testing.T) {
	shared, golden := loadConformance(t, "embedding-mix")
	rows := golden.rows()
	expected, err := shared.PredictMany(rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			own, err := catscore.LoadFile(filepath.Join(folder, "embedding-mix.cbm"))
			if err != nil {
				t.Error(err)
				return
			}
			defer own.Close()
			for round := range 40 {
				at := (worker + round) % len(rows)
				for _, model := range []*catscore.Model{shared, own} {
					answers, err := model.Predict(rows[at], nil)
					if err != nil || !slices.Equal(answers.Values, expected.Row(at)) {
						t.Errorf("row %d: got %v and the error %v, expected %v", at, answers, err, expected.Row(at))
					}
				}
			}
		})
	}
	group.Wait()
}

func TestCloseGivesMemoryBack(t *testing.T) {
	heapBytes := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	model, golden := loadConformance(t, "trees-1000")
	var closed []*catscore.Model
	before := heapBytes()
	for range 100 {
		model := loadFile(t, filepath.Join(folder, "trees-1000.cbm"))
		if _, err := model.PredictMany(golden.rows(), nil); err != nil {
			t.Fatal(err)
		}
		if err := model.Close(); err != nil {
			t.Fatal(err)
		}
		closed = append(closed, model)
	}
	if grown := int64(heapBytes()) - int64(before); grown > 10e6 {
		t.Errorf("%d closed models keep %d bytes", len(closed), grown)
	}
	if _, err := model.PredictMany(golden.rows(), nil); err != nil {
		t.Errorf("the model that was not closed: %v", err)
	}
}
