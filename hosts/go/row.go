package catscore

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Row is a value for each feature, by name. Of a float any number, or nil, which as NaN is missing; of a category a
// string or an integer; of a text a string; of an embedding a slice of numbers. [json.Number] is a number, and so is
// a bool: 1 or 0.
type Row map[string]any

// Columns are a slice for each feature, by name, all of one length: []float64, []float32, []string, []int64, for
// embeddings [][]float32, or any other slice of what a [Row] may hold.
type Columns map[string]any

const (
	hashesKept   = 4096 // when there are more, all are forgotten
	keptBytesMax = 256  // the hash of a longer category is not kept
)

var float64Type = reflect.TypeFor[float64]()

// writer writes rows into the module's input blocks: value s of row r is item s * rowCount + r of its kind's block.
type writer struct {
	*instance
	rowRoom  int // rows that the blocks have room for
	rowCount int // of the current call
	hashes   map[string]uint32

	floats, categories, texts, embeddings int // addresses of the blocks

	place, placeBytes, placed int // where strings and embeddings are: address, bytes, bytes of the current call
}

// begin makes room for a call of rowCount rows.
func (w *writer) begin(rowCount int) {
	if rowCount > w.rowRoom {
		room := max(rowCount, min(2*w.rowRoom, maxCallRows))
		w.callStatus(fmt.Sprintf("%d rows", room), "reserveRows", room)
		w.floats = w.call("floatsAddress")
		w.categories = w.call("categoriesAddress")
		w.texts = w.call("textsAddress")
		w.embeddings = w.call("embeddingsAddress")
		w.rowRoom = room
	}
	w.rowCount = rowCount
	w.placed = 0
}

// writeColumn writes count values from row first on.
func (w *writer) writeColumn(feature *Feature, column any, first, count int) {
	if feature.Kind == "float" {
		switch values := column.(type) {
		case []float64:
			writeFloats(w, feature, values[first:][:count], first)
			return
		case []float32:
			writeFloats(w, feature, values[first:][:count], first)
			return
		}
	}
	values := reflect.ValueOf(column)
	for at := range count {
		w.write(feature, values.Index(first+at).Interface(), at, first+at)
	}
}

func writeFloats[T float32 | float64](w *writer, feature *Feature, values []T, first int) {
	if feature.noMissing {
		at := slices.IndexFunc(values, func(value T) bool { return math.IsNaN(float64(value)) })
		if at >= 0 {
			refuseValue(feature, values[at], first+at)
		}
	}
	putFloats(w.memory[w.floats+4*feature.slot*w.rowCount:], values)
}

// write writes a value of row number to position at of the call.
func (w *writer) write(feature *Feature, value any, at, number int) {
	item := feature.slot*w.rowCount + at
	ok := false
	switch feature.Kind {
	case "float":
		var float float64
		float, ok = toFloat(value)
		ok = ok && !(feature.noMissing && math.IsNaN(float))
		w.put(w.floats+4*item, math.Float32bits(float32(float)))
	case "categorical":
		var text string
		if text, ok = toCategory(value); ok {
			w.put(w.categories+4*item, w.hash(text))
		}
	case "text":
		var text string
		if text, ok = toText(value); ok {
			w.put(w.texts+8*item, uint32(w.placeText(text)), uint32(len(text)))
		}
	case "embedding":
		var address, length int
		if address, length, ok = w.placeEmbedding(value, feature.Dimension); ok {
			w.put(w.embeddings+8*item, uint32(address), uint32(length))
		}
	}
	if !ok {
		refuseValue(feature, value, number)
	}
}

func refuseValue(feature *Feature, value any, row int) {
	expected := map[string]string{
		"float":       "a number",
		"categorical": "a string of UTF-8 or an integer",
		"text":        "a string of UTF-8",
		"embedding":   "a slice of numbers",
	}[feature.Kind]
	if feature.Dimension > 0 {
		expected = fmt.Sprintf("a slice of %d numbers", feature.Dimension)
	}
	if feature.noMissing {
		expected += " (the model's nan_mode is Forbidden)"
	}
	got := fmt.Sprintf("%#v", value)
	if _, ok := value.(json.Number); ok || reflect.ValueOf(value).CanFloat() { // looks like a string or an integer
		got = fmt.Sprintf("%T(%v)", value, value)
	}
	refuse(row, feature.Name, "got %.60s, expected %s", got, expected)
}

// hash gives a category's hash, kept or made by the module.
func (w *writer) hash(category string) uint32 {
	hash, ok := w.hashes[category]
	if ok {
		return hash
	}
	hash = uint32(w.call("hashCategory", w.placeText(category), len(category)))
	if len(category) <= keptBytesMax {
		if len(w.hashes) == hashesKept {
			clear(w.hashes)
		}
		w.hashes[strings.Clone(category)] = hash
	}
	return hash
}

func (w *writer) placeText(text string) int {
	address := w.take(len(text))
	copy(w.memory[address:], text)
	return address
}

// placeEmbedding places a slice of dimension numbers, or of any length where that is 0.
func (w *writer) placeEmbedding(value any, dimension int) (address, length int, ok bool) {
	values := reflect.ValueOf(value)
	if values.Kind() != reflect.Slice || dimension > 0 && values.Len() != dimension {
		return 0, 0, false
	}
	length = values.Len()
	address = w.take(4 * length)
	switch floats := value.(type) {
	case []float32:
		putFloats(w.memory[address:], floats)
	case []float64:
		putFloats(w.memory[address:], floats)
	default:
		for i := range length {
			float, ok := toFloat(values.Index(i).Interface())
			if !ok {
				return 0, 0, false
			}
			w.put(address+4*i, math.Float32bits(float32(float)))
		}
	}
	return address, length, true
}

// take gives bytes of the current call, at a multiple of 4. Where there are too few it goes on in a larger place,
// and what the call has placed before stays where it is.
func (w *writer) take(byteCount int) int {
	if byteCount > w.placeBytes-w.placed {
		room := max(byteCount, 2*w.placeBytes, 4096)
		w.place = w.allocate(room)
		w.placeBytes = room
		w.placed = 0
	}
	address := w.place + w.placed
	w.placed += (byteCount + 3) &^ 3
	return address
}

// putFloats puts numbers as f32, one after another.
func putFloats[T float32 | float64](to []byte, values []T) {
	for i, value := range values {
		binary.LittleEndian.PutUint32(to[4*i:], math.Float32bits(float32(value)))
	}
}

func toFloat(value any) (float64, bool) {
	switch value := value.(type) {
	case nil:
		return math.NaN(), true
	case float64:
		return value, true
	case bool:
		if value {
			return 1, true
		}
		return 0, true
	case json.Number:
		float, err := value.Float64()
		return float, err == nil
	}
	if number := reflect.ValueOf(value); number.CanConvert(float64Type) {
		return number.Convert(float64Type).Float(), true
	}
	return 0, false
}

// toCategory gives the text of a category: of an integer in decimal.
func toCategory(value any) (string, bool) {
	switch value := value.(type) {
	case bool:
		if value {
			return "1", true
		}
		return "0", true
	case json.Number:
		integer, err := value.Int64()
		return strconv.FormatInt(integer, 10), err == nil
	}
	switch category := reflect.ValueOf(value); {
	case category.CanInt():
		return strconv.FormatInt(category.Int(), 10), true
	case category.CanUint():
		return strconv.FormatUint(category.Uint(), 10), true
	}
	return toText(value)
}

func toText(value any) (string, bool) {
	text := reflect.ValueOf(value)
	_, isNumber := value.(json.Number)
	return text.String(), text.Kind() == reflect.String && !isNumber && utf8.ValidString(text.String())
}
