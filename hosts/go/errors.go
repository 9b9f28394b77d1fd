package catscore

import (
	"errors"
	"fmt"
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

func newError(kind error, format string, values ...any) *Error {
	return &Error{Kind: kind, Row: -1, message: fmt.Sprintf(format, values...)}
}

// fail panics with an *Error: so fails what is not exported, and the exported functions catch it.
func fail(kind error, format string, values ...any) { panic(newError(kind, format, values...)) }

// refuse fails because of a column, in a row unless that is -1.
func refuse(row int, column, format string, values ...any) {
	place := fmt.Sprintf("column %q: ", column)
	if row >= 0 {
		place = fmt.Sprintf("row %d, %s", row, place)
	}
	panic(&Error{ErrInput, row, column, place + fmt.Sprintf(format, values...)})
}

// catch turns what fail and refuse panic with into an error; to be deferred.
func catch(err *error) {
	switch failure := recover().(type) {
	case nil:
	case *Error:
		*err = failure
	default:
		panic(failure)
	}
}
