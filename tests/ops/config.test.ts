import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { DEMO_KEY, readServeSettings } from "../../src/ops/config.ts";

const MODEL = "/package/models/plates.cbm";

test("defaults", () => {
  expect(readServeSettings({}, {}, MODEL)).toEqual({
    model: MODEL,
    host: "127.0.0.1",
    port: 5000,
    workers: availableParallelism(),
    apiKey: DEMO_KEY,
    transport: "auto",
  });
});

test("the environment wins over defaults, flags over the environment", () => {
  const environment = {
    CATSCORE_MODEL: "a.cbm",
    CATSCORE_HOST: "::",
    CATSCORE_PORT: "1",
    CATSCORE_WORKERS: "2",
    CATSCORE_API_KEY: "one",
    CATSCORE_TRANSPORT: "node",
  };
  expect(readServeSettings({}, environment, MODEL)).toEqual({
    model: "a.cbm",
    host: "::",
    port: 1,
    workers: 2,
    apiKey: "one",
    transport: "node",
  });
  const flags = { model: "b.cbm", host: "0.0.0.0", port: "0", workers: "1", apiKey: "two", transport: "uws" };
  expect(readServeSettings(flags, environment, MODEL)).toEqual({ ...flags, port: 0, workers: 1 });
});

describe("what is wrong is named with its place", () => {
  test.each([
    [{ port: "abc" }, {}, '--port: expected an integer from 0 to 65535, got "abc"'],
    [{ port: "65536" }, {}, '--port: expected an integer from 0 to 65535, got "65536"'],
    [{ port: "" }, {}, '--port: expected an integer from 0 to 65535, got ""'],
    [{ port: "1e3" }, {}, '--port: expected an integer from 0 to 65535, got "1e3"'],
    [{}, { CATSCORE_PORT: "-1" }, 'CATSCORE_PORT: expected an integer from 0 to 65535, got "-1"'],
    [{ workers: "0" }, {}, '--workers: expected an integer from 1 to 1024, got "0"'],
    [{}, { CATSCORE_WORKERS: "2.5" }, 'CATSCORE_WORKERS: expected an integer from 1 to 1024, got "2.5"'],
    [{ host: "" }, {}, '--host: expected a host name or address, got ""'],
    [{}, { CATSCORE_MODEL: "" }, 'CATSCORE_MODEL: expected the path of a .cbm file, got ""'],
    [{ transport: "bun" }, {}, '--transport: expected auto, uws or node, got "bun"'],
  ])("%j %j", (flags, environment, message) => {
    expect(() => readServeSettings(flags, environment, MODEL)).toThrow(
      expect.objectContaining({ code: "USAGE", message }),
    );
  });

  test.each(["", "two words", "a,b", "caf\u00e9", "tab\t", "k".repeat(256)])(
    "a key that no header can carry safely, without showing it: %j",
    (apiKey) => {
      expect(() => readServeSettings({ apiKey }, {}, MODEL)).toThrow(
        `--api-key: expected 1 to 255 printable ASCII characters without blanks and commas, got ${apiKey.length} others`,
      );
    },
  );

  test("a key of any other printable characters is taken", () => {
    const apiKey = "!\"#$%&'()*+-./09:;<=>?@AZ[\\]^_`az{|}~";
    expect(readServeSettings({ apiKey }, {}, MODEL).apiKey).toBe(apiKey);
  });
});
