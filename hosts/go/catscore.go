// Package catscore scores CatBoost models (.cbm files), equal to the Python package catboost 1.2.10 to the bit.
// It runs catscore.wasm on wazero: no cgo, nothing to install.
package catscore

import (
	"cmp"
	"context"
	_ "embed" // for catscore.wasm
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Kinds of errors, for [errors.Is].
var (
	ErrDamaged     = errors.New("not a CatBoost model, or a damaged one")
	ErrUnsupported = errors.New("the model has something that catscore does not support")
	ErrInput       = errors.New("a row or a column is not what the model takes")
	ErrCall        = errors.New("the call cannot be carried out") // wrong options, no memory left, a closed model
)

// Error is the type of all errors of this package but those of reading a file.
type Error struct {
	Kind    error  // ErrDamaged, ErrUnsupported, ErrInput or ErrCall
	Row     int    // with ErrInput: the row, from 0; -1 where it is none in particular
	Column  string // with ErrInput: the column
	message string
}

func (e *Error) Error() string { return e.message }

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }

// PredictionTypes are CatBoost's names of what an answer can be.
var PredictionTypes = []string{"RawFormulaVal", "Probability", "LogProbability", "Class", "Exponent",
	"RMSEWithUncertainty", "MultiProbability", "VirtEnsembles", "TotalUncertainty", "LeafIndexes"}

// Options say what to answer. Zeros, or nil, stand for the raw value that all trees give.
type Options struct {
	Type                  string // one of PredictionTypes; "" is RawFormulaVal
	NtreeStart            int    // first tree
	NtreeEnd              int    // the tree after the last one; 0 for all
	VirtualEnsemblesCount int    // of VirtEnsembles and TotalUncertainty; 0 for 10
}

// Row is a value for each feature, by name. Of a float any number, or nil, which as NaN is missing; of a category a
// string or an integer; of a text a string; of an embedding a slice of numbers. [json.Number] is a number.
type Row map[string]any

// Columns are a slice for each feature, by name, all of one length: []float64, []float32, []string, []int64, for
// embeddings [][]float32, or any other slice of what a [Row] may hold.
type Columns map[string]any

// Answers are what rows scored.
type Answers struct {
	Values []float64 // row after row, Width of each; of Class positions in the model's ClassLabels
	Width  int       // numbers of a row; of VirtEnsembles those of one ensemble after the other
	Labels []any     // of Class: a label for each row; nil for other types, and where each output has its own 0 or 1
}

// Row gives the numbers of row i.
func (a Answers) Row(i int) []float64 { return a.Values[i*a.Width : (i+1)*a.Width] }

// Feature is one input of a model.
type Feature struct {
	Name      string
	Kind      string // "float", "categorical", "text" or "embedding"
	Index     int    // its column in a whole row: CatBoost's flat index
	Used      bool   // whether the model looks at it
	Dimension int    // numbers of an embedding; 0 where any will do, and for the other kinds
	slot      int    // position in the input block of its kind
	noMissing bool   // the model refuses missing values
}

// Model is a loaded model: an instance of the module. Goroutines may share one, which scores one call at a time;
// to score in parallel, load a model for each. The fields are for reading only.
type Model struct {
	Features     []Feature // by Index
	ClassLabels  []any     // int64, float64, string or bool, in output order; nil where it is no classifier
	LossFunction string    // "" where the file does not say
	TreeCount    int
	OutputCount  int // raw values of a row

	mutex     sync.Mutex
	instance  api.Module
	bundle    wazero.CompiledModule // nil where the module is the one of all models
	functions map[string]api.Function
	stack     [5]uint64 // arguments and result of a call
	memory    []byte    // the module's memory, looked up again where it may have grown; nil once closed
	names     map[string]bool
	slotCount int // of the largest input block
	rowRoom   int
	rowCount  int // of the current call
	hashes    map[string]uint32

	floats, categories, texts, embeddings int                               // addresses of the input blocks
	bytes                                 struct{ address, used, room int } // place for strings and embeddings of the current call
}

const (
	abiVersion   = 3
	nanForbidden = 3
	maxCallRows  = 1024    // most rows of a call: they fill the module's blocks and stay in cache
	callNumbers  = 1 << 20 // most numbers that a call takes or makes, unless callGroup rows have more
	callGroup    = 4       // the module takes exponents of so many rows together, and of the rest one by one
	hashesKept   = 4096    // when there are more, all are forgotten
	pageLimit    = 1<<16 - 1
)

//go:embed catscore.wasm
var module []byte

var (
	ctx     = context.Background()
	runtime = sync.OnceValue(func() wazero.Runtime {
		return wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(pageLimit))
	})
	compiled    = sync.OnceValues(func() (wazero.CompiledModule, error) { return runtime().CompileModule(ctx, module) })
	kinds       = []string{"float", "categorical", "text", "embedding"} // by the module's numbers
	float64Type = reflect.TypeFor[float64]()
)

// Load makes a model of the bytes of a .cbm file. Close it when it is no longer needed. The first call of a process
// compiles the module, too. Errors: ErrDamaged, ErrUnsupported, ErrCall.
func Load(model []byte) (*Model, error) { return load(model, "the model") }

// LoadFile makes a model of a .cbm file. Errors: those of [os.ReadFile] and [Load].
func LoadFile(path string) (*Model, error) {
	model, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return load(model, path)
}

func load(model []byte, name string) (*Model, error) {
	compiled, err := compiled()
	if err != nil {
		return nil, fail(ErrCall, "catscore.wasm: %v", err)
	}
	return instantiate(compiled, func(m *Model) {
		address := m.allocate(len(model))
		copy(m.memory[address:], model)
		m.check(m.call("loadModel", address, len(model)), name)
	})
}

// OpenBundle makes a model of a bundle: a scorer.wasm with a model in its memory. Close it when it is no longer
// needed. Errors: ErrDamaged where it is no bundle, ErrUnsupported where it is of another version, ErrCall.
func OpenBundle(wasm []byte) (*Model, error) {
	compiled, err := runtime().CompileModule(ctx, wasm)
	if err != nil {
		return nil, fail(ErrDamaged, "the bundle: %v", err)
	}
	return instantiate(compiled, func(m *Model) {
		m.bundle = compiled
		if m.instance.ExportedFunction("loadModel") != nil {
			panic(fail(ErrDamaged, "the bundle: it is the module without a model"))
		}
	})
}

// instantiate makes an instance, which fill sees to have a model in it.
func instantiate(compiled wazero.CompiledModule, fill func(*Model)) (m *Model, err error) {
	instance, err := runtime().InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fail(ErrCall, "the module: %v", err)
	}
	m = &Model{instance: instance, functions: map[string]api.Function{}, names: map[string]bool{}, hashes: map[string]uint32{}}
	defer func() {
		if err != nil {
			_ = m.Close()
			m = nil
		}
	}()
	defer catch(&err)
	if version := m.call("abiVersion"); version != abiVersion {
		panic(fail(ErrUnsupported, "the module: got version %d of the ABI, expected %d", version, abiVersion))
	}
	m.refresh()
	fill(m)
	m.describe()
	return m, nil
}

// Close gives back the model's memory. Scoring fails afterwards.
func (m *Model) Close() error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.memory = nil
	err := m.instance.Close(ctx)
	if m.bundle != nil {
		err = errors.Join(err, m.bundle.Close(ctx))
	}
	return err
}

// describe reads what the model is.
func (m *Model) describe() {
	m.LossFunction = m.text(m.call("lossFunction"), m.call("lossFunctionBytes"))
	m.TreeCount = m.call("treeCount")
	m.OutputCount = m.call("outputCount")
	for i := range m.call("classCount") {
		m.call("classLabelNumber", i)
		number := math.Float64frombits(m.stack[0])
		text := m.text(m.call("classLabelText", i), m.call("classLabelTextBytes", i))
		ofKinds := []any{number, number, text, number != 0}
		if math.Abs(number) < 1<<63 {
			ofKinds[0] = int64(number)
		}
		m.ClassLabels = append(m.ClassLabels, ofKinds[m.call("classLabelKind", i)])
	}
	for i := range m.call("featureCount") {
		feature := Feature{
			Name:      m.text(m.call("featureName", i), m.call("featureNameBytes", i)),
			Kind:      kinds[m.call("featureKind", i)],
			Index:     m.call("featureColumn", i),
			Used:      m.call("featureUsed", i) == 1,
			Dimension: m.call("featureDimension", i),
			slot:      m.call("featureSlot", i),
		}
		feature.Name = cmp.Or(feature.Name, strconv.Itoa(feature.Index))
		feature.noMissing = feature.Used && m.call("featureNanMode", i) == nanForbidden
		m.Features = append(m.Features, feature)
		m.names[feature.Name] = true
		m.slotCount = max(m.slotCount, feature.slot+1)
	}
	slices.SortFunc(m.Features, func(a, b Feature) int { return a.Index - b.Index })
}

// Predict scores one row. Errors: ErrInput, ErrCall.
func (m *Model) Predict(row Row, options *Options) (Answers, error) {
	return m.PredictMany([]Row{row}, options)
}

// PredictMany scores rows. Errors: ErrInput, with the row and the column; ErrCall.
func (m *Model) PredictMany(rows []Row, options *Options) (answers Answers, err error) {
	defer catch(&err)
	for number, row := range rows {
		m.refuseUnknown(row, number)
	}
	return m.predict(len(rows), options, func(feature *Feature, first, count int) {
		for i, row := range rows[first : first+count] {
			value, ok := row[feature.Name]
			if !ok {
				refuse(first+i, feature.Name, "is missing")
			}
			m.write(feature, value, i, first+i)
		}
	})
}

// PredictColumns scores columns, faster than rows. Errors: as PredictMany.
func (m *Model) PredictColumns(columns Columns, options *Options) (answers Answers, err error) {
	defer catch(&err)
	m.refuseUnknown(columns, -1)
	rowCount := 0
	for i, feature := range m.Features {
		column := reflect.ValueOf(columns[feature.Name])
		if !column.IsValid() {
			refuse(-1, feature.Name, "is missing")
		}
		if column.Kind() != reflect.Slice {
			refuse(-1, feature.Name, "got %T, expected a slice", columns[feature.Name])
		}
		if i > 0 && column.Len() != rowCount {
			refuse(-1, feature.Name, "got %d values, expected %d as in the first column", column.Len(), rowCount)
		}
		rowCount = column.Len()
	}
	return m.predict(rowCount, options, func(feature *Feature, first, count int) {
		m.writeColumn(feature, columns[feature.Name], first, count)
	})
}

// predict scores rows in calls, for each of which write writes every feature's count values from row first on.
func (m *Model) predict(
	rowCount int, options *Options, write func(feature *Feature, first, count int),
) (answers Answers, err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	defer catch(&err)
	if m.memory == nil {
		return answers, fail(ErrCall, "the model is closed")
	}
	asked, width, callRows := m.plan(options)
	values := make([]float64, rowCount*width)
	for first := 0; first < rowCount; first += callRows {
		count := min(callRows, rowCount-first)
		m.begin(count)
		for i := range m.Features {
			write(&m.Features[i], first, count)
		}
		m.run(count, asked)
		out := m.memory[m.call("outAddress"):]
		for i := range count * width {
			values[first*width+i] = math.Float64frombits(binary.LittleEndian.Uint64(out[8*i:]))
		}
	}
	return Answers{values, width, m.labels(values, asked.Type)}, nil
}

// plan fills in what options leave open, and lets the module check them in a call of no rows.
func (m *Model) plan(options *Options) (asked Options, width, callRows int) {
	if options != nil {
		asked = *options
	}
	asked.Type = cmp.Or(asked.Type, "RawFormulaVal")
	asked.NtreeEnd = cmp.Or(asked.NtreeEnd, m.TreeCount)
	asked.VirtualEnsemblesCount = cmp.Or(asked.VirtualEnsemblesCount, 10)
	m.run(0, asked)

	width = m.call("predictionWidth", slices.Index(PredictionTypes, asked.Type))
	rawValues := m.OutputCount
	switch asked.Type {
	case "VirtEnsembles":
		width *= asked.VirtualEnsemblesCount
		rawValues *= asked.VirtualEnsemblesCount
	case "TotalUncertainty":
		rawValues *= asked.VirtualEnsemblesCount
	case "LeafIndexes":
		width = asked.NtreeEnd - asked.NtreeStart
	}
	groups := callNumbers / callGroup / max(m.slotCount, rawValues, width, 1)
	return asked, width, min(maxCallRows, max(groups, 1)*callGroup)
}

// begin makes room for a call of rowCount rows.
func (m *Model) begin(rowCount int) {
	if rowCount > m.rowRoom {
		m.rowRoom = max(rowCount, min(2*m.rowRoom, maxCallRows))
		m.check(m.call("reserveRows", m.rowRoom), "scoring")
		m.floats = m.call("floatsAddress")
		m.categories = m.call("categoriesAddress")
		m.texts = m.call("textsAddress")
		m.embeddings = m.call("embeddingsAddress")
	}
	m.rowCount = rowCount
	m.bytes.used = 0
}

// run scores the rows of the input blocks.
func (m *Model) run(rowCount int, asked Options) {
	status := m.call("predict", rowCount, slices.Index(PredictionTypes, asked.Type),
		asked.NtreeStart, asked.NtreeEnd, asked.VirtualEnsemblesCount)
	if status != 0 {
		m.check(status, fmt.Sprintf("scoring with %+v", asked))
	}
	m.refresh()
}

// labels turns positions into class labels; nil where the answer is something else.
func (m *Model) labels(positions []float64, predictionType string) []any {
	if predictionType != "Class" || m.LossFunction == "MultiLogloss" || m.LossFunction == "MultiCrossEntropy" {
		return nil
	}
	labels := make([]any, len(positions))
	for i, position := range positions {
		if int(position) >= len(m.ClassLabels) {
			panic(fail(ErrCall, "scoring: the model has no label for class %v", position))
		}
		labels[i] = m.ClassLabels[int(position)]
	}
	return labels
}

// writeColumn writes count values from row first on.
func (m *Model) writeColumn(feature *Feature, column any, first, count int) {
	if feature.Kind == "float" && !feature.noMissing {
		switch values := column.(type) {
		case []float64:
			putFloats(m.memory[m.floats+4*feature.slot*m.rowCount:], values[first:first+count])
			return
		case []float32:
			putFloats(m.memory[m.floats+4*feature.slot*m.rowCount:], values[first:first+count])
			return
		}
	}
	values := reflect.ValueOf(column)
	for i := range count {
		m.write(feature, values.Index(first+i).Interface(), i, first+i)
	}
}

// write writes a value of row number to position at of the call.
func (m *Model) write(feature *Feature, value any, at, number int) {
	slot := feature.slot*m.rowCount + at
	ok := false
	switch feature.Kind {
	case "float":
		var float float64
		float, ok = toFloat(value)
		ok = ok && !(feature.noMissing && math.IsNaN(float))
		m.put(m.floats+4*slot, math.Float32bits(float32(float)))
	case "categorical":
		var text string
		if text, ok = toCategory(value); ok {
			m.put(m.categories+4*slot, m.hash(text))
		}
	case "text":
		var text string
		text, ok = value.(string)
		if ok = ok && utf8.ValidString(text); ok {
			m.put(m.texts+8*slot, uint32(m.placeString(text)), uint32(len(text)))
		}
	case "embedding":
		var address, length int
		address, length, ok = m.placeEmbedding(value, feature.Dimension)
		m.put(m.embeddings+8*slot, uint32(address), uint32(length))
	}
	if !ok {
		refuseValue(feature, value, number)
	}
}

// hash gives a category's hash, kept or made by the module.
func (m *Model) hash(category string) uint32 {
	hash, ok := m.hashes[category]
	if !ok {
		address := m.placeString(category)
		hash = uint32(m.call("hashCategory", address, len(category)))
		if len(m.hashes) == hashesKept {
			clear(m.hashes)
		}
		m.hashes[strings.Clone(category)] = hash
	}
	return hash
}

func (m *Model) placeString(text string) int {
	address := m.place(len(text))
	copy(m.memory[address:], text)
	return address
}

// placeEmbedding places a slice of dimension numbers, or of any length where that is 0.
func (m *Model) placeEmbedding(value any, dimension int) (address, length int, ok bool) {
	values := reflect.ValueOf(value)
	if values.Kind() != reflect.Slice || dimension > 0 && values.Len() != dimension {
		return 0, 0, false
	}
	length = values.Len()
	address = m.place(4 * length)
	switch floats := value.(type) {
	case []float32:
		putFloats(m.memory[address:], floats)
	case []float64:
		putFloats(m.memory[address:], floats)
	default:
		for i := range length {
			float, ok := toFloat(values.Index(i).Interface())
			if !ok {
				return 0, 0, false
			}
			m.put(address+4*i, math.Float32bits(float32(float)))
		}
	}
	return address, length, true
}

// place gives bytes of the current call, at a multiple of 4. Where there are too few it goes on in a larger place,
// and what the call has placed before stays where it is.
func (m *Model) place(byteCount int) int {
	if byteCount > m.bytes.room-m.bytes.used {
		m.bytes.room = max(byteCount, 2*m.bytes.room, 4096)
		m.bytes.address = m.allocate(m.bytes.room)
		m.bytes.used = 0
	}
	address := m.bytes.address + m.bytes.used
	m.bytes.used += (byteCount + 3) &^ 3
	return address
}

func (m *Model) put(address int, words ...uint32) {
	for i, word := range words {
		binary.LittleEndian.PutUint32(m.memory[address+4*i:], word)
	}
}

// putFloats puts numbers as f32, one after another.
func putFloats[T float32 | float64](to []byte, values []T) {
	for i, value := range values {
		binary.LittleEndian.PutUint32(to[4*i:], math.Float32bits(float32(value)))
	}
}

// allocate takes memory of the module for good.
func (m *Model) allocate(byteCount int) int {
	address := m.call("allocate", byteCount)
	if address == 0 {
		panic(fail(ErrCall, "the module has no room for %d bytes more", byteCount))
	}
	m.refresh()
	return address
}

// refresh looks the memory up again, after a call that may have grown it.
func (m *Model) refresh() { m.memory, _ = m.instance.Memory().Read(0, m.instance.Memory().Size()) }

func (m *Model) text(address, byteCount int) string {
	return string(m.memory[address : address+byteCount])
}

// call calls an export of integers; those that are no u32 become the largest, which is out of every range.
func (m *Model) call(export string, arguments ...int) int {
	function, ok := m.functions[export]
	if !ok {
		if function = m.instance.ExportedFunction(export); function == nil {
			panic(fail(ErrDamaged, "the module does not export %s: it is not one of catscore", export))
		}
		m.functions[export] = function
	}
	for i, argument := range arguments {
		m.stack[i] = min(uint64(argument), math.MaxUint32)
	}
	if err := function.CallWithStack(ctx, m.stack[:]); err != nil {
		panic(fail(ErrCall, "%s: %v", export, err))
	}
	return int(uint32(m.stack[0]))
}

// check fails with the module's message of a status, unless that is 0.
func (m *Model) check(status int, what string) {
	m.refresh()
	if status == 0 {
		return
	}
	message := what + ": " + m.text(m.call("statusMessage", status), m.call("statusMessageBytes", status))
	switch {
	case status < 64:
		panic(fail(ErrDamaged, "%s (at byte %d)", message, m.call("statusPosition")))
	case status < 128:
		panic(fail(ErrUnsupported, "%s", message))
	default:
		panic(fail(ErrCall, "%s", message))
	}
}

func fail(kind error, format string, values ...any) *Error {
	return &Error{Kind: kind, Row: -1, message: fmt.Sprintf(format, values...)}
}

// catch turns a panic with an *Error, by which everything below the exported functions fails, into an error.
func catch(err *error) {
	failure := recover()
	if failed, ok := failure.(*Error); ok {
		*err = failed
	} else if failure != nil {
		panic(failure)
	}
}

// refuseUnknown refuses names that no feature has.
func (m *Model) refuseUnknown(values map[string]any, row int) {
	if len(values) <= len(m.names) {
		return // without a feature, then, if there are such names
	}
	for name := range values {
		if !m.names[name] {
			refuse(row, name, "is no feature of the model")
		}
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
	refuse(row, feature.Name, "got %.60s, expected %s", fmt.Sprintf("%#v", value), expected)
}

// refuse fails because of a column, in a row unless that is -1.
func refuse(row int, column, format string, values ...any) {
	place := fmt.Sprintf("column %q: ", column)
	if row >= 0 {
		place = fmt.Sprintf("row %d, %s", row, place)
	}
	panic(&Error{ErrInput, row, column, place + fmt.Sprintf(format, values...)})
}

func toFloat(value any) (float64, bool) {
	switch value := value.(type) {
	case nil:
		return math.NaN(), true
	case float64:
		return value, true
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
	case string:
		return value, utf8.ValidString(value)
	case json.Number:
		integer, err := value.Int64()
		return strconv.FormatInt(integer, 10), err == nil
	}
	switch category := reflect.ValueOf(value); {
	case category.CanInt():
		return strconv.FormatInt(category.Int(), 10), true
	case category.CanUint():
		return strconv.FormatUint(category.Uint(), 10), true
	case category.Kind() == reflect.String:
		return category.String(), utf8.ValidString(category.String())
	}
	return "", false
}
