import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { EngineModule } from "../../src/engine/wasm.ts";
import { rootPath } from "../golden.ts";
import { newInstance } from "../instance.ts";
import { seeded } from "../random.ts";

let module: EngineModule;
let text = 0;

beforeAll(async () => {
  module = await newInstance();
  text = module.allocate(8192);
});

/** The number that the module reads, or undefined where it sees none. */
function parse(number: string): number | undefined {
  const list = `[${number}]`;
  for (let i = 0; i < list.length; i++) module.u8[text + i] = list.charCodeAt(i);
  const status = module.exports.parseScores(text, list.length);
  module.refresh();
  return status === 0 ? module.f64[(module.exports.reserveScores(0) >>> 0) >>> 3] : undefined;
}

describe("numbers of score lists are read as Python's float() reads them", () => {
  test.each<[string, number]>([
    ["0.5", 0.5],
    [" \t\n\v\f\r0.5 ", 0.5],
    ["+.5e-1", 0.05],
    ["5.", 5],
    ["-0", -0],
    ["1_000.5_0", 1000.5],
    ["1e1_0", 1e10],
    ["1e400", Number.POSITIVE_INFINITY],
    ["1e-400", 0],
    ["INF", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["nan", Number.NaN],
    ["+NaN", Number.NaN],
    [`0.${"0".repeat(900)}1e901`, 1],
    [`1${"0".repeat(900)}e-900`, 1],
  ])("%j is a number", (number, value) => {
    expect(parse(number)).toBe(value);
  });

  test.each([
    " ",
    ".",
    "+",
    "-",
    "e5",
    "1e",
    "1e+",
    "_1",
    "1_",
    "1__0",
    "1_.5",
    "1._5",
    "1e_5",
    "0x10",
    "1 2",
  ])("%j is none", (number) => {
    expect(parse(number)).toBeUndefined();
  });

  test.each(["infinit", "infinityy", "nan(1)", "[0.5]", "1,5e", "--1", "1.2.3", "1e5.5"])(
    "nor is %j",
    (number) => {
      expect(parse(number)).toBeUndefined();
    },
  );
});

describe("every double is the nearest to its digits", () => {
  const random = seeded(20);
  const bits = new DataView(new ArrayBuffer(8));
  const anyDouble = () => {
    bits.setUint32(0, random() * 0x7ff00000);
    bits.setUint32(4, random() * 2 ** 32);
    return bits.getFloat64(0);
  };

  test("shortest forms of random doubles", () => {
    for (let i = 0; i < 20_000; i++) {
      const value = anyDouble();
      expect(parse(String(value))).toBe(value);
    }
  });

  test("random digits and exponents, short and long", () => {
    for (let i = 0; i < 20_000; i++) {
      const digits = Array.from({ length: 1 + random() * 40 }, () => Math.floor(random() * 10)).join("");
      const number = `${digits}e${Math.floor(random() * 700 - 360)}`;
      expect(parse(number)).toBe(Number(number));
    }
  });

  test("the middle between two doubles goes to the even one, a digit more up", () => {
    for (let i = 0; i < 2000; i++) {
      const below = BigInt(Math.floor(2 ** 52 * (1 + random())));
      const shift = BigInt(Math.floor(random() * 900));
      const middle = String((2n * below + 1n) << shift);
      expect(parse(middle)).toBe(Number(middle));
      expect(parse(`${middle}.${"0".repeat(800)}1`)).toBe(Number(`${middle}.1`));
      const small = `${middle}e-${300 + Math.floor(random() * 20)}`;
      expect(parse(small)).toBe(Number(small));
    }
  });
});

test("the powers of five are what they should be", () => {
  const source = readFileSync(rootPath("assembly/powers-of-five.ts"), "utf8");
  const limbs = [...source.matchAll(/0x([0-9a-f]{16})/g)].map(([, hex]) => BigInt(`0x${hex}`));
  expect(limbs).toHaveLength(2 * (324 + 342 + 1));
  for (let power = -342; power <= 324; power++) {
    const at = 2 * (power + 342);
    expect(((limbs[at] as bigint) << 64n) | (limbs[at + 1] as bigint)).toBe(scaledPower(power));
  }
});

/** 5^power with its upper 128 bits: rounded down, reciprocals up. */
function scaledPower(power: number): bigint {
  const magnitude = 5n ** BigInt(Math.abs(power));
  if (power >= 0) {
    const length = magnitude.toString(2).length;
    return length <= 128 ? magnitude << BigInt(128 - length) : magnitude >> BigInt(length - 128);
  }
  const length = (magnitude - 1n).toString(2).length;
  const scaled = (1n << BigInt(2 * length + 128)) / magnitude + 1n;
  const excess = scaled.toString(2).length - 128;
  return power >= -27 ? (1n << BigInt(length + 127)) / magnitude + 1n : scaled >> BigInt(excess);
}
