package catscore

import (
	"context"
	_ "embed" // for catscore.wasm
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

const (
	abiVersion = 3
	pageLimit  = 1<<16 - 1 // of 64 KiB; with one more wazero says that the memory has 0 bytes
)

//go:embed catscore.wasm
var module []byte

var (
	ctx       = context.Background()
	anonymous = wazero.NewModuleConfig().WithName("") // so that there may be many instances
	runtime   = sync.OnceValue(func() wazero.Runtime {
		return wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(pageLimit))
	})
	compiled = sync.OnceValues(func() (wazero.CompiledModule, error) { return runtime().CompileModule(ctx, module) })
)

// instance is an instance of the module: its exports (docs/abi.md) and its memory.
type instance struct {
	module    api.Module
	functions map[string]api.Function
	stack     [5]uint64 // arguments and result of a call
	memory    []byte    // looked up again where it may have grown
}

// check makes sure that the module is one of catscore.
func (i *instance) check() {
	if version := i.call("abiVersion"); version != abiVersion {
		fail(ErrUnsupported, "the module: got version %d of the ABI, expected %d", version, abiVersion)
	}
	if i.module.ExportedMemory("memory") == nil {
		fail(ErrDamaged, "the module does not export its memory: it is not one of catscore")
	}
	i.refresh()
}

// call calls an export of integers; those that are no u32 become the largest, which is out of every range.
func (i *instance) call(export string, arguments ...int) int {
	function, ok := i.functions[export]
	if !ok {
		if function = i.module.ExportedFunction(export); function == nil {
			fail(ErrDamaged, "the module does not export %s: it is not one of catscore", export)
		}
		i.functions[export] = function
	}
	for k, argument := range arguments {
		i.stack[k] = min(uint64(argument), math.MaxUint32)
	}
	if err := function.CallWithStack(ctx, i.stack[:]); err != nil {
		fail(ErrCall, "%s: %v", export, err)
	}
	return int(uint32(i.stack[0]))
}

// callFloat calls an export that gives an f64.
func (i *instance) callFloat(export string, argument int) float64 {
	i.call(export, argument)
	return math.Float64frombits(i.stack[0])
}

// callText calls an export that gives the address of a text, and the one that gives its length.
func (i *instance) callText(export string, arguments ...int) string {
	address := i.call(export, arguments...)
	return string(i.memory[address:][:i.call(export+"Bytes", arguments...)])
}

// callStatus calls an export that gives a status, and fails with the module's message unless that is 0. The message
// begins with what was asked: a file or options.
func (i *instance) callStatus(what any, export string, arguments ...int) {
	status := i.call(export, arguments...)
	i.refresh()
	if status == 0 {
		return
	}
	message := fmt.Sprintf("%+v: %s", what, i.callText("statusMessage", status))
	switch {
	case status < 64:
		fail(ErrDamaged, "%s (at byte %d)", message, i.call("statusPosition"))
	case status < 128:
		fail(ErrUnsupported, "%s", message)
	default:
		fail(ErrCall, "%s", message)
	}
}

// allocate takes memory for good.
func (i *instance) allocate(byteCount int) int {
	address := i.call("allocate", byteCount)
	if address == 0 {
		fail(ErrCall, "the module has no room for %d bytes more", byteCount)
	}
	i.refresh()
	return address
}

func (i *instance) refresh() {
	memory := i.module.Memory()
	i.memory, _ = memory.Read(0, memory.Size())
}

// put writes words, one after another.
func (i *instance) put(address int, words ...uint32) {
	for k, word := range words {
		binary.LittleEndian.PutUint32(i.memory[address+4*k:], word)
	}
}
