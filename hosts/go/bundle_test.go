package catscore_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"catscore"
)

func TestBundle(t *testing.T) {
	for _, name := range []string{"embedding-mix", "text-mix", "labels-multiclass-strings", "numeric-nan-forbidden"} {
		golden := readConformance(t, name)
		bundle := makeBundle(t, name)
		first, second := openBundle(t, bundle), openBundle(t, bundle)
		if err := first.Close(); err != nil { // the second goes on
			t.Error(err)
		}
		for _, model := range []*catscore.Model{second, openBundle(t, bundle)} {
			var compared count
			compareModel(t, model, golden, &compared)
			if compared.Values == 0 {
				t.Errorf("nothing was compared with %s.json", name)
			}
		}
	}
}

func openBundle(t *testing.T, bundle []byte) *catscore.Model {
	t.Helper()
	model, err := catscore.OpenBundle(bundle)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = model.Close() })
	return model
}

// makeBundle makes scorer.wasm of a model by the repository's command.
func makeBundle(t *testing.T, name string) []byte {
	t.Helper()
	command, model := "../../build/cli/main.js", filepath.Join(folder, name+".cbm")
	if output, err := exec.Command("node", command, "--help").CombinedOutput(); err != nil {
		t.Skipf("node %s --help: %v: %s", command, err, output)
	}
	path := filepath.Join(t.TempDir(), "scorer.wasm")
	if output, err := exec.Command("node", command, "bundle", model, "-o", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	bundle, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func TestNoBundle(t *testing.T) {
	engine, err := os.ReadFile("catscore.wasm")
	if err != nil {
		t.Fatal(err)
	}
	for name, line := range map[string]struct {
		bytes []byte
		kind  error
	}{
		"nothing":                   {nil, catscore.ErrDamaged},
		"an empty module":           {[]byte("\x00asm\x01\x00\x00\x00"), catscore.ErrDamaged},
		"the module itself":         {engine, catscore.ErrDamaged},
		"half of it":                {engine[:len(engine)/2], catscore.ErrDamaged},
		"a module of version 2":     {moduleOfVersion(2), catscore.ErrUnsupported},
		"a module without memory":   {moduleOfVersion(3), catscore.ErrDamaged},
		"a model that is no bundle": {[]byte("CBM1"), catscore.ErrDamaged},
	} {
		model, err := catscore.OpenBundle(line.bytes)
		if !errors.Is(err, line.kind) || model != nil {
			t.Errorf("%s: got %v and the error %v", name, model, err)
		}
	}
}

// moduleOfVersion is a module with nothing but abiVersion.
func moduleOfVersion(version byte) []byte {
	return slices.Concat(
		[]byte("\x00asm\x01\x00\x00\x00"),
		[]byte("\x01\x05\x01\x60\x00\x01\x7f"),       // a type: nothing to i32
		[]byte("\x03\x02\x01\x00"),                   // a function of it
		[]byte("\x07\x0e\x01\x0aabiVersion\x00\x00"), // its export
		[]byte{10, 6, 1, 4, 0, 0x41, version, 0x0b},  // its code: i32.const version
	)
}
