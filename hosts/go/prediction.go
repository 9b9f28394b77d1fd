package catscore

import (
	"cmp"
	"encoding/binary"
	"math"
	"reflect"
	"slices"
)

// PredictionType is what to answer, by CatBoost's name.
type PredictionType string

// The prediction types. A number of them is an error with models that cannot give it.
const (
	RawFormulaVal       PredictionType = "RawFormulaVal"       // the sum of leaf values, for each output
	Probability         PredictionType = "Probability"         // of each class
	LogProbability      PredictionType = "LogProbability"      // of each class, as a logarithm
	Class               PredictionType = "Class"               // the class: see Answers.Labels
	Exponent            PredictionType = "Exponent"            // exp of the first raw value
	RMSEWithUncertainty PredictionType = "RMSEWithUncertainty" // mean and variance
	MultiProbability    PredictionType = "MultiProbability"    // of each output on its own
	VirtEnsembles       PredictionType = "VirtEnsembles"       // raw values of each virtual ensemble
	TotalUncertainty    PredictionType = "TotalUncertainty"    // where virtual ensembles disagree
	LeafIndexes         PredictionType = "LeafIndexes"         // each tree's leaf
)

// predictionTypes are the types by the module's numbers.
var predictionTypes = []PredictionType{RawFormulaVal, Probability, LogProbability, Class, Exponent,
	RMSEWithUncertainty, MultiProbability, VirtEnsembles, TotalUncertainty, LeafIndexes}

// Options say what to answer. Zeros, or nil, stand for the raw value that all trees give.
type Options struct {
	Type                  PredictionType // "" for RawFormulaVal
	NtreeStart            int            // first tree
	NtreeEnd              int            // the tree after the last one; 0 for all
	VirtualEnsemblesCount int            // of VirtEnsembles and TotalUncertainty; 0 for 10
}

// Answers are what rows scored.
type Answers struct {
	Values []float64 // row after row, Width of each; of Class positions in the model's ClassLabels
	Width  int       // numbers of a row; of VirtEnsembles those of one ensemble after the other
	Labels []any     // of Class: a label for each row; nil for other types, and where each output has its own 0 or 1
}

// Row gives the numbers of row i.
func (a Answers) Row(i int) []float64 { return a.Values[i*a.Width : (i+1)*a.Width] }

const (
	maxCallRows = 1024    // most rows of a call: they fill the module's blocks and stay in cache
	callNumbers = 1 << 20 // most numbers that a call takes or makes, unless callGroup rows have more
	callGroup   = 4       // the module takes exponents of so many rows together, and of the rest one by one
)

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
		for at, row := range rows[first:][:count] {
			value, ok := row[feature.Name]
			if !ok {
				refuse(first+at, feature.Name, "is missing")
			}
			m.writer.write(feature, value, at, first+at)
		}
	}), nil
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
		m.writer.writeColumn(feature, columns[feature.Name], first, count)
	}), nil
}

// refuseUnknown refuses names that no feature has.
func (m *Model) refuseUnknown(values map[string]any, row int) {
	if len(values) <= len(m.names) {
		return // where a name is unknown, then, a feature is missing
	}
	for name := range values {
		if !m.names[name] {
			refuse(row, name, "is no feature of the model")
		}
	}
}

// predict scores rows in calls, for each of which write writes every feature's count values from row first on.
func (m *Model) predict(rowCount int, options *Options, write func(feature *Feature, first, count int)) Answers {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.writer == nil {
		fail(ErrCall, "the model is closed")
	}
	asked, width, callRows := m.plan(options)
	values := make([]float64, rowCount*width)
	for first := 0; first < rowCount; first += callRows {
		count := min(callRows, rowCount-first)
		m.writer.begin(count)
		for i := range m.Features {
			write(&m.Features[i], first, count)
		}
		m.run(count, asked)
		out := m.writer.memory[m.writer.call("outAddress"):]
		for i := range count * width {
			values[first*width+i] = math.Float64frombits(binary.LittleEndian.Uint64(out[8*i:]))
		}
	}
	return Answers{values, width, m.labels(values, asked.Type)}
}

// plan fills in what options leave open, and lets the module check them in a call of no rows.
func (m *Model) plan(options *Options) (asked Options, width, callRows int) {
	if options != nil {
		asked = *options
	}
	asked.Type = cmp.Or(asked.Type, RawFormulaVal)
	asked.NtreeEnd = cmp.Or(asked.NtreeEnd, m.TreeCount)
	asked.VirtualEnsemblesCount = cmp.Or(asked.VirtualEnsemblesCount, 10)
	m.run(0, asked)

	width = m.writer.call("predictionWidth", slices.Index(predictionTypes, asked.Type))
	rawValues := m.OutputCount
	switch asked.Type {
	case VirtEnsembles:
		width *= asked.VirtualEnsemblesCount
		rawValues *= asked.VirtualEnsemblesCount
	case TotalUncertainty:
		rawValues *= asked.VirtualEnsemblesCount
	case LeafIndexes:
		width = asked.NtreeEnd - asked.NtreeStart
	}
	inputs := 0
	for _, feature := range m.Features {
		inputs += max(feature.Dimension, 1)
	}
	groups := callNumbers / callGroup / max(inputs, rawValues, width, 1)
	return asked, width, min(maxCallRows, max(groups, 1)*callGroup)
}

// run scores the rows of the input blocks.
func (m *Model) run(rowCount int, asked Options) {
	m.writer.callStatus(asked, "predict", rowCount, slices.Index(predictionTypes, asked.Type),
		asked.NtreeStart, asked.NtreeEnd, asked.VirtualEnsemblesCount)
}

// labels turns positions into class labels; nil where the answer is something else.
func (m *Model) labels(positions []float64, predictionType PredictionType) []any {
	if predictionType != Class || m.LossFunction == "MultiLogloss" || m.LossFunction == "MultiCrossEntropy" {
		return nil
	}
	labels := make([]any, len(positions))
	for i, position := range positions {
		if int(position) >= len(m.ClassLabels) {
			fail(ErrCall, "scoring: the model has no label for class %v", position)
		}
		labels[i] = m.ClassLabels[int(position)]
	}
	return labels
}
