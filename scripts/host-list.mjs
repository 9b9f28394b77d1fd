/** The hosts in hosts/: what they need, and the commands that test and measure them. */

/**
 * @typedef {object} Host
 * @property {string} folder below hosts/
 * @property {string[][]} needs Commands that must succeed; the first that does not is why the host is skipped.
 * @property {string[][]} install Commands that get its libraries, before the test.
 * @property {string[]} test Writes its report to the file that CATSCORE_REPORT names.
 * @property {string[]} bench Takes the paths of a model and of rows; prints a line of JSON for each runtime.
 */

/** @type {readonly Host[]} */
export const HOSTS = [
  {
    folder: "javascript",
    needs: [["node", "--version"]],
    install: [["npm", "ci", "--no-audit", "--no-fund"]],
    test: ["npm", "test"],
    bench: ["node", "bench.js"],
  },
  {
    folder: "python",
    needs: [["python3", "-c", "import sys, venv; sys.exit(sys.version_info < (3, 10))"]],
    install: [
      ["python3", "-m", "venv", ".venv"],
      [".venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", ".[test]"],
    ],
    test: [".venv/bin/pytest", "--quiet"],
    bench: [".venv/bin/python", "bench.py"],
  },
  {
    folder: "go",
    needs: [["go", "version"]],
    install: [["go", "mod", "download"]],
    test: ["go", "test", "-count=1", "./..."],
    bench: ["go", "run", "./bench"],
  },
  {
    folder: "rust",
    needs: [["cargo", "--version"]],
    install: [["cargo", "fetch", "--locked", "--quiet"]],
    test: ["cargo", "test", "--release", "--locked", "--quiet"],
    bench: ["cargo", "run", "--release", "--locked", "--quiet", "--example", "bench", "--"],
  },
  {
    folder: "java",
    needs: [
      ["java", "-version"],
      ["mvn", "--version"],
    ],
    install: [],
    test: ["mvn", "--batch-mode", "--quiet", "test"],
    bench: ["sh", "-c", `mvn --batch-mode --quiet test-compile exec:java -Dexec.args="'$0' '$1'"`],
  },
];
