import { CalcerOutputs } from "../layout";

/**
 * The embedding features as they are laid out for scoring.
 *
 *     embedding ─ LDA: projection ──────────────────────────────────┐
 *               └ KNN: HNSW index ─ nearest points ─ their targets ─┴► estimated features' buckets
 */

/** CatBoost's numbers of the calcer types. */
export const CALCER_LDA: u32 = 3;
export const CALCER_KNN: u32 = 4;

/** Turns an embedding into estimated features. */
@unmanaged
export class EmbeddingCalcer extends CalcerOutputs {
  /** Address of the 16-byte id. */
  id: usize;
  /** Whether a feature leads to it. */
  linked: bool;
  /** f32 of an embedding. */
  dimension: u32;

  /** LDA: address of componentCount × dimension f32. */
  projection: usize;
  componentCount: u32;

  /** KNN: how many neighbors are asked. */
  neighborCount: u32;
  /** KNN: classes of the targets, 0 where the targets are numbers. */
  classCount: u32;
  /** KNN: address of pointCount targets: class as u32, or f32. */
  targets: usize;
  /** KNN: address of pointCount × dimension f32. */
  points: usize;
  pointCount: u32;
  /** KNN: address of levelCount Level; 0 is the level of all points. */
  levels: usize;
  levelCount: u32;
}

/** One level of an HNSW index: the first points, as many as the level has, each with its neighbors. */
@unmanaged
export class Level {
  /** Address of neighborCount u32 for each point. */
  neighbors: usize;
  neighborCount: u32;
}

/** An embedding that calcers look at. */
@unmanaged
export class EmbeddingFeature {
  slot: u32;
  dimension: u32;
  /** Address of calcerCount u32: positions among the model's calcers. */
  calcers: usize;
  calcerCount: u32;
}
