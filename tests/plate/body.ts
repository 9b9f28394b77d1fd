import { cyrillic } from "./cyrillic.ts";

/** A body of /reg/ as the service gets it. */
export const BODY = {
  regno_recognize: cyrillic("A939HO196"),
  afts_regno_ai: cyrillic("A939HO190"),
  recognition_accuracy: 6.4,
  afts_regno_ai_score: 0.8689166903495789,
  afts_regno_ai_char_scores: "[0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 1.0, 0.93, 0.87]",
  afts_regno_ai_length_scores: "[3.2e-10, 3.1e-10, 1.0]",
  camera_type: "stationary",
  camera_class: "radar",
  time_check: "2021-08-01 09:02:59",
  direction: 0,
};
