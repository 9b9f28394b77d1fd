"""The module in wasmtime: compiled code, instances, calls and memory."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import wasmtime
from wasmtime import _ffi as ffi

from .error import CatscoreError

ABI_VERSION = 3
MOST_ARGUMENTS = 5
NEEDED = {"memory": wasmtime.MemoryType, "abiVersion": wasmtime.FuncType, "predict": wasmtime.FuncType}


def _make_engine() -> wasmtime.Engine:
    config = wasmtime.Config()
    # threads that compile would be missing after a fork, and compiling there would wait for them for ever
    config.parallel_compilation = False
    return wasmtime.Engine(config)


ENGINE = _make_engine()


def compile_module(content: bytes, name: str) -> wasmtime.Module:
    """Compiles WebAssembly and looks at its exports, since calls do not; `name` is what errors call it."""
    try:
        module = wasmtime.Module(ENGINE, content)
    except wasmtime.WasmtimeError as error:
        raise CatscoreError(f"{name}: {error}") from None
    types = {export.name: export.type for export in module.exports}
    is_known = all(isinstance(types.get(export), kind) for export, kind in NEEDED.items())
    if not is_known or not all(_is_callable(kind) for kind in types.values() if isinstance(kind, wasmtime.FuncType)):
        raise CatscoreError(f"{name}: it is no module of catscore")
    return module


@functools.cache
def shared_module() -> wasmtime.Module:
    """The module that models are loaded into, compiled once a process."""
    path = Path(__file__).with_name("catscore.wasm")
    return compile_module(path.read_bytes(), path.name)


class Instance:
    """An instance of the module: calls of its exports, and views of its memory.

    Attributes:
        u8, u32, f32, f64: the whole memory, by numbers of these types; made again when a call has grown it.
    """

    def __init__(self, module: wasmtime.Module, name: str) -> None:
        self._store = wasmtime.Store(ENGINE)
        try:
            self.exports = dict(wasmtime.Instance(self._store, module, []).exports(self._store).items())
        except wasmtime.WasmtimeError as error:
            raise CatscoreError(f"{name}: {error}") from None
        self._memory = self.exports["memory"]
        # the arguments of a call, then its result: values of 16 bytes
        self._values = (ffi.wasmtime_val_raw * MOST_ARGUMENTS)()
        self._value_words = (ctypes.c_uint32 * (4 * MOST_ARGUMENTS)).from_buffer(self._values)
        self._trap = ctypes.POINTER(ffi.wasm_trap_t)()
        self._context = ctypes.cast(self._store._context(), ctypes.c_void_p)
        self._calls: dict[str, Callable[[], int]] = {}
        self._memory_size = _bound("wasmtime_memory_data_size", self._context, ctypes.byref(self._memory._memory))
        self._size = 0
        version = self.call("abiVersion")
        if version != ABI_VERSION:
            raise CatscoreError(f"{name}: got version {version} of the ABI, expected {ABI_VERSION}")

    def call(self, export: str, *arguments: int) -> int:
        """Calls an export with u32. @returns its result as u32

        It is wasmtime's C API, with arguments that stay in place: 1 us a call, where wasmtime.Func takes 7 to 35 to
        look at its types and to wrap values. Measured on an EPYC, wasmtime 50, Python 3.11.
        """
        words = self._value_words
        for i, argument in enumerate(arguments):
            words[4 * i] = argument
        if (self._calls.get(export) or self._bind(export))() or self._trap:
            raise RuntimeError(f"the module trapped in {export}: the model is of no further use")
        if self._memory_size() != self._size:
            self._view()
        return words[0]

    def call_f64(self, export: str, *arguments: int) -> float:
        """Calls an export whose result is an f64."""
        self.call(export, *arguments)
        return self._values[0].f64

    def text(self, export: str, *arguments: int) -> str:
        """The text whose address and length two exports give, of which the second ends in Bytes."""
        address = self.call(export, *arguments)
        return str(self.u8[address : address + self.call(f"{export}Bytes", *arguments)], "utf-8")

    def allocate(self, byte_count: int) -> int:
        """Takes bytes of the memory for good. @returns their address"""
        address = self.call("allocate", byte_count) if byte_count < 1 << 32 else 0
        if address == 0:
            raise CatscoreError(f"the module has no room for {byte_count} bytes more")
        return address

    def check(self, status: int, what: str) -> None:
        """Raises the module's own message of a status other than 0, after `what`."""
        if status != 0:
            where = f" (at byte {self.call('statusPosition')})" if status < 64 else ""
            raise CatscoreError(f"{what}: {self.text('statusMessage', status)}{where}")

    def _bind(self, export: str) -> Callable[[], int]:
        function, values = ctypes.byref(self.exports[export]._func), ctypes.byref(self._values)
        size, trap = ctypes.c_size_t(len(self._values)), ctypes.byref(self._trap)
        self._calls[export] = _bound("wasmtime_func_call_unchecked", self._context, function, values, size, trap)
        return self._calls[export]

    def _view(self) -> None:
        self._size = self._memory_size()
        self.u8 = memoryview(self._memory.get_buffer_ptr(self._store)).cast("B")
        self.u32, self.f32, self.f64 = (self.u8.cast(item) for item in "Ifd")


def _is_callable(function: wasmtime.FuncType) -> bool:
    """Whether arguments and result have room in the values of an instance."""
    types = {*map(str, function.params), *map(str, function.results)}
    return len(function.params) <= MOST_ARGUMENTS and len(function.results) <= 1 and types <= {"i32", "f64"}


def _bound(function: str, *arguments: Any) -> Callable[[], int]:
    """A function of wasmtime's C API with its arguments; without types, which ctypes would convert at each call."""
    bound = ffi.dll[function]
    bound.restype = ctypes.c_size_t
    return functools.partial(bound, *arguments)
