/** The page and its worker, each as one file in build/web. */
const bundle = (name) => ({
  input: `web/${name}.ts`,
  platform: "browser",
  tsconfig: "web/tsconfig.json",
  resolve: { alias: { "csv-parse/sync": "csv-parse/browser/esm/sync" } },
  output: { file: `build/web/${name}.js`, minify: true },
});

export default [bundle("page"), bundle("worker")];
