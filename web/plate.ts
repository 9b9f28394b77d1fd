import { plateCategory } from "../src/plate/template.ts";
import { makeSvg } from "./element.ts";
import { exact } from "./figures.ts";
import { scoreLevel } from "./score.ts";

/** Where the region begins, by the category of the plate. */
const REGION_AT: Readonly<Record<string, number>> = {
  "private car": 6,
  " lk_taxi_r_pricep": 5,
  lk_pricep_r_transit: 6,
  lk_moto_tract: 6,
  lk_transit: 6,
  lk_mvd_avto: 5,
  lk_mvd_moto: 5,
  lk_mvd_pricep: 4,
};

/** A plate of 520 x 112 mm, with the scores below. */
const WIDTH = 520;
const HEIGHT = 112;
const SCORE_HEIGHT = 30;
const REGION_WIDTH = 130;
const EDGE = 14;
/** Largest share of its place that a character takes. */
const CHARACTER_WIDTH = 62;
const DIGIT = /\p{Nd}/u;

/** Draws a number plate: each character in the colour of its score, which stands below it. */
export function makePlate(plate: string, scores: readonly number[]): SVGSVGElement {
  const characters = Array.from(plate);
  const regionAt = REGION_AT[plateCategory(plate)] ?? characters.length;
  const hasRegion = regionAt < characters.length;
  const mainWidth = hasRegion ? WIDTH - REGION_WIDTH : WIDTH;
  const main = characters.slice(0, regionAt);
  const region = characters.slice(regionAt);
  return makeSvg(
    "svg",
    {
      class: "plate",
      viewBox: `0 0 ${WIDTH} ${HEIGHT + SCORE_HEIGHT}`,
      role: "img",
      "aria-label": describe(characters, scores),
    },
    makeSvg("rect", {
      class: "sheet",
      x: "2",
      y: "2",
      width: String(WIDTH - 4),
      height: String(HEIGHT - 4),
      rx: "12",
    }),
    ...(hasRegion ? [makeSvg("path", { class: "edge", d: `M${mainWidth} 3V${HEIGHT - 3}` })] : []),
    ...placed(main, EDGE, mainWidth - EDGE, 88, (index) => scores[index]),
    ...placed(region, mainWidth + EDGE / 2, WIDTH - EDGE, 62, (index) => scores[regionAt + index]),
  );
}

/** Characters side by side, each with its score. @param size of the digits; letters are lower */
function placed(
  characters: readonly string[],
  left: number,
  right: number,
  size: number,
  scoreOf: (index: number) => number | undefined,
): SVGGElement[] {
  const place = (right - left) / characters.length;
  const scale = Math.min(1, place / (CHARACTER_WIDTH * (size / 88)));
  return characters.map((character, index) => {
    const score = scoreOf(index);
    const x = String(left + (index + 0.5) * place);
    const height = scale * (DIGIT.test(character) ? size : size * 0.86);
    const attributes = { x, y: String(HEIGHT / 2 + size * 0.35 * scale), "font-size": height.toFixed(1) };
    const number = Math.min(16, 0.36 * place).toFixed(1);
    return makeSvg(
      "g",
      { class: `score-${scoreLevel(score)}` },
      makeSvg("title", {}, score === undefined ? `${character}: no score` : `${character}: ${exact(score)}`),
      makeSvg("text", { class: "character", ...attributes }, character),
      makeSvg("text", { class: "score", x, y: String(HEIGHT + 21), "font-size": number }, short(score)),
    );
  });
}

/** Three digits, cut rather than rounded: what is below 1 is not called so. */
function short(score: number | undefined): string {
  if (score === undefined || !Number.isFinite(score)) return "-";
  return (Math.floor(score * 1000) / 1000).toFixed(3);
}

function describe(characters: readonly string[], scores: readonly number[]): string {
  const parts = characters.map((character, index) => `${character} ${short(scores[index])}`);
  return `Number plate, each character with its score: ${parts.join(", ")}`;
}
