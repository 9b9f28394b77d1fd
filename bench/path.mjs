import { answerReg } from "../build/http/reg.js";
import { loadModel } from "../build/node.js";
import { PlateScorer } from "../build/plate/scorer.js";
import { medianNs } from "./engine.mjs";
import { formatTime, takeTimes } from "./figures.mjs";
import { PLATE_MODEL, plateBodies } from "./rows.mjs";

/** Body bytes to answer bytes, beside JSON.parse of the same bytes alone. */
export async function measurePath(goals) {
  const bodies = plateBodies();
  const scorer = new PlateScorer(await loadModel(PLATE_MODEL.path));
  const answerAll = () => {
    for (const body of bodies) Buffer.from(answerReg(scorer, body).body, "latin1");
  };
  const parseAll = () => {
    for (const body of bodies) JSON.parse(body.toString());
  };
  const figures = await takeTimes(
    async () => (await medianNs(answerAll)) / bodies.length,
    async () => (await medianNs(parseAll)) / bodies.length,
  );
  return {
    what: `body bytes to answer bytes, ${PLATE_MODEL.name}`,
    ours: formatTime(figures.ours),
    theirs: formatTime(figures.theirs),
    ratio: figures.ours / figures.theirs,
    sense: "at most",
    ...goals,
    note: "against JSON.parse of the body",
  };
}
