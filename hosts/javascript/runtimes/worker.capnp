# The modules of worker.js by their places in the repository. bundle.wasm is looked for where --import-path says.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-10-01",
  modules = [
    (name = "hosts/javascript/runtimes/worker.js", esModule = embed "worker.js"),
    (name = "hosts/javascript/runtimes/bundle.wasm", wasm = embed "/bundle.wasm"),
    (name = "hosts/javascript/tasks.js", esModule = embed "../tasks.js"),
    (name = "hosts/javascript/conformance.js", esModule = embed "../conformance.js"),
    (name = "hosts/javascript/fetch.js", esModule = embed "../fetch.js"),
    (name = "hosts/javascript/speed.js", esModule = embed "../speed.js"),
    (name = "scripts/golden-file.mjs", esModule = embed "../../../scripts/golden-file.mjs"),
    (name = "scripts/golden-model.mjs", esModule = embed "../../../scripts/golden-model.mjs"),
    (name = "build/catscore.js", esModule = embed "../../../build/catscore.js"),
    (name = "build/catscore.wasm", wasm = embed "../../../build/catscore.wasm"),
    (name = "build/catscore-scalar.wasm", wasm = embed "../../../build/catscore-scalar.wasm"),
  ],
);
