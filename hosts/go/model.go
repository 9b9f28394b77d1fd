// Package catscore scores CatBoost models (.cbm files), equal to the Python package catboost 1.2.10 to the bit.
// It runs catscore.wasm on wazero: no cgo, nothing to install.
package catscore

import (
	"cmp"
	"math"
	"os"
	"slices"
	"strconv"
	"sync"

	"github.com/tetratelabs/wazero/api"
)

// Model is a loaded model: an instance of the module. Goroutines may share one, which scores one call at a time;
// to score in parallel, load a model for each. The fields are for reading only.
type Model struct {
	Features     []Feature // by Index
	ClassLabels  []any     // int64, float64, string or bool, in output order; nil where it is no classifier
	LossFunction string    // as "RMSE"; "" where the file does not say
	TreeCount    int
	OutputCount  int // raw values of a row

	mutex  sync.Mutex
	writer *writer // nil once closed
	names  map[string]bool
}

// Feature is one input of a model.
type Feature struct {
	Name      string // the Index in decimal where the model has none
	Kind      string // "float", "categorical", "text" or "embedding"
	Index     int    // its column in a whole row: CatBoost's flat index
	Used      bool   // whether the model looks at it
	Dimension int    // numbers of an embedding; 0 where any will do, and for the other kinds
	slot      int    // position in the input block of its kind
	noMissing bool   // the model refuses missing values
}

const nanForbidden = 3

var kinds = []string{"float", "categorical", "text", "embedding"} // by the module's numbers

// Load makes a model of the bytes of a .cbm file. Close it when it is no longer needed: nothing else gives its memory
// back. The first call of a process compiles the module, too. Errors: ErrDamaged, ErrUnsupported, ErrCall.
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
		return nil, newError(ErrCall, "catscore.wasm: %v", err)
	}
	module, err := runtime().InstantiateModule(ctx, compiled, anonymous)
	if err != nil {
		return nil, newError(ErrCall, "catscore.wasm: %v", err)
	}
	return newModel(module, func(instance *instance) {
		address := instance.allocate(len(model))
		copy(instance.memory[address:], model)
		instance.callStatus(name, "loadModel", address, len(model))
	})
}

// OpenBundle makes a model of a bundle: a scorer.wasm with a model in its memory. Close it when it is no longer
// needed. The bundle is compiled each time, and it is code: open those that you trust. Errors: ErrDamaged where it is
// no bundle, ErrUnsupported where it is of another version, ErrCall.
func OpenBundle(wasm []byte) (*Model, error) {
	module, err := runtime().InstantiateWithConfig(ctx, wasm, anonymous)
	if err != nil {
		return nil, newError(ErrDamaged, "the bundle: %v", err)
	}
	return newModel(module, func(*instance) {
		if module.ExportedFunction("loadModel") != nil {
			fail(ErrDamaged, "the bundle: it is the module without a model")
		}
	})
}

// newModel makes a model of an instance, which fill sees to have one in it.
func newModel(module api.Module, fill func(*instance)) (model *Model, err error) {
	defer func() {
		if err != nil {
			_ = module.Close(ctx) // the error is the one to tell
		}
	}()
	defer catch(&err)
	instance := &instance{module: module, functions: map[string]api.Function{}}
	instance.check()
	fill(instance)
	return describe(instance), nil
}

// describe reads what the model is.
func describe(instance *instance) *Model {
	m := &Model{
		LossFunction: instance.callText("lossFunction"),
		TreeCount:    instance.call("treeCount"),
		OutputCount:  instance.call("outputCount"),
		writer:       &writer{instance: instance, hashes: map[string]uint32{}},
		names:        map[string]bool{},
	}
	for i := range instance.call("classCount") {
		m.ClassLabels = append(m.ClassLabels, classLabel(instance, i))
	}
	for i := range instance.call("featureCount") {
		feature := Feature{
			Name:      instance.callText("featureName", i),
			Kind:      kinds[instance.call("featureKind", i)],
			Index:     instance.call("featureColumn", i),
			Used:      instance.call("featureUsed", i) == 1,
			Dimension: instance.call("featureDimension", i),
			slot:      instance.call("featureSlot", i),
		}
		feature.Name = cmp.Or(feature.Name, strconv.Itoa(feature.Index))
		feature.noMissing = feature.Used && instance.call("featureNanMode", i) == nanForbidden
		m.Features = append(m.Features, feature)
		m.names[feature.Name] = true
	}
	slices.SortFunc(m.Features, func(a, b Feature) int { return a.Index - b.Index })
	return m
}

// classLabel reads a label; an integer that is no int64 stays a float64.
func classLabel(instance *instance, i int) any {
	number := instance.callFloat("classLabelNumber", i)
	switch kind := instance.call("classLabelKind", i); {
	case kind == 0 && math.Abs(number) < 1<<63:
		return int64(number)
	case kind == 2:
		return instance.callText("classLabelText", i)
	case kind == 3:
		return number != 0
	default:
		return number
	}
}

// Close gives back the model's memory. Scoring fails afterwards.
func (m *Model) Close() error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.writer == nil {
		return nil
	}
	module := m.writer.module
	m.writer = nil
	return module.Close(ctx)
}
