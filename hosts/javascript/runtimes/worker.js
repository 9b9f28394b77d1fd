/** For workerd: a task is a request. Modules cannot be compiled at run time, so all are imported. */
import * as catscore from "../../../build/catscore.js";
import engine from "../../../build/catscore.wasm";
import scalar from "../../../build/catscore-scalar.wasm";
import { runTask } from "../tasks.js";
import bundle from "./bundle.wasm";

const own = { build: (simd) => ({ engine: simd ? engine : scalar }), bundle };

export default {
  async fetch(request) {
    return Response.json(await runTask(catscore, await request.json(), own));
  },
};
