import { availableParallelism } from "node:os";
import { CatscoreError } from "../errors.ts";

/** The key of the original service; anyone knows it. */
export const DEMO_KEY = "123321";

/** Where the settings come from that `catscore serve` starts with. */
export interface ServeSettings {
  /** Path of the `.cbm` file. */
  readonly model: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Number of worker threads. */
  readonly workers: number;
  readonly apiKey: string;
  readonly transport: "auto" | "uws" | "node";
}

type Texts = Readonly<Record<string, string | undefined>>;

/** A setting: its environment variable, its default, and what a text must be. */
interface Setting<T> {
  readonly variable: string;
  readonly fallback: T;
  readonly expected: string;
  /** Secrets are not shown in errors. */
  readonly isSecret?: boolean;
  /** @returns undefined where the text is not what is expected */
  parse(text: string): T | undefined;
}

const parseText = (text: string) => (text === "" ? undefined : text);

function parseInteger(text: string, minimum: number, maximum: number): number | undefined {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= minimum && value <= maximum ? value : undefined;
}

function parseTransport(text: string): ServeSettings["transport"] | undefined {
  return text === "auto" || text === "uws" || text === "node" ? text : undefined;
}

/** The settings, by the name of their flag without the dashes, in camel case. */
function settings(defaultModel: string): { [K in keyof ServeSettings]: Setting<ServeSettings[K]> } {
  return {
    model: {
      variable: "CATSCORE_MODEL",
      fallback: defaultModel,
      expected: "the path of a .cbm file",
      parse: parseText,
    },
    host: {
      variable: "CATSCORE_HOST",
      fallback: "127.0.0.1",
      expected: "a host name or address",
      parse: parseText,
    },
    port: {
      variable: "CATSCORE_PORT",
      fallback: 5000,
      expected: "an integer from 0 to 65535",
      parse: (text) => parseInteger(text, 0, 65_535),
    },
    workers: {
      variable: "CATSCORE_WORKERS",
      fallback: availableParallelism(),
      expected: "an integer from 1 to 1024",
      parse: (text) => parseInteger(text, 1, 1024),
    },
    apiKey: {
      variable: "CATSCORE_API_KEY",
      fallback: DEMO_KEY,
      expected: "1 to 255 printable ASCII characters without blanks and commas",
      isSecret: true,
      parse: (text) => (/^[!-+\--~]{1,255}$/.test(text) ? text : undefined),
    },
    transport: {
      variable: "CATSCORE_TRANSPORT",
      fallback: "auto",
      expected: "auto, uws or node",
      parse: parseTransport,
    },
  };
}

function readSetting<T>(name: string, setting: Setting<T>, flags: Texts, environment: Texts): T {
  const flag = flags[name];
  const text = flag ?? environment[setting.variable];
  if (text === undefined) return setting.fallback;
  const value = setting.parse(text);
  if (value !== undefined) return value;
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const where = flag === undefined ? setting.variable : `--${dashed}`;
  const got = setting.isSecret ? `${text.length} others` : JSON.stringify(text);
  throw new CatscoreError("USAGE", `${where}: expected ${setting.expected}, got ${got}`);
}

/**
 * The settings of `catscore serve`: flags, else environment, else defaults.
 * @param flags texts by name, as commander gives them
 * @param environment process.env
 * @param defaultModel path of the package's own model
 * @throws USAGE naming the flag or the variable
 */
export function readServeSettings(flags: Texts, environment: Texts, defaultModel: string): ServeSettings {
  const { model, host, port, workers, apiKey, transport } = settings(defaultModel);
  return {
    model: readSetting("model", model, flags, environment),
    host: readSetting("host", host, flags, environment),
    port: readSetting("port", port, flags, environment),
    workers: readSetting("workers", workers, flags, environment),
    apiKey: readSetting("apiKey", apiKey, flags, environment),
    transport: readSetting("transport", transport, flags, environment),
  };
}
