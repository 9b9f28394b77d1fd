import { predictEnsembles } from "./ensembles";
import { model } from "./layout";
import { LEAF_INDEXES, link, TOTAL_UNCERTAINTY, VIRT_ENSEMBLES, widthOf } from "./link";
import { hasRoom, indexRows, scoreRows } from "./score";
import { reserve, Scratch } from "./scratch";
import {
  BAD_PREDICTION_TYPE,
  BAD_TREE_RANGE,
  NOT_LOADED,
  resetStatus,
  status,
  TOO_FEW_TREES,
} from "./status";

/** The output block. */
const out = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));

export function outAddress(): usize {
  return out.address;
}

/**
 * Scores the rows of the input blocks with the trees from treeBegin to before treeEnd.
 * @param ensembleCount of virtual ensembles, for the types that have some
 * @returns OK, NOT_LOADED, BAD_PREDICTION_TYPE, BAD_TREE_RANGE, TOO_FEW_TREES, WRONG_DIMENSION or OUT_OF_MEMORY
 */
export function predictRows(rowCount: u32, type: u32, treeBegin: u32, treeEnd: u32, ensembleCount: u32): i32 {
  resetStatus(model.fileAddress);
  if (!model.loaded || !hasRoom(rowCount)) return NOT_LOADED;
  const width = widthOf(type);
  if (width === 0) return BAD_PREDICTION_TYPE;
  const isEmpty = treeBegin >= treeEnd && model.treeCount > 0;
  if (isEmpty || treeEnd > model.treeCount) return BAD_TREE_RANGE;
  if (hasMembers(type) && treeBegin !== 0) return BAD_TREE_RANGE;
  if (hasMembers(type) && ensembleCount > treeEnd) return TOO_FEW_TREES;
  const parts = type === LEAF_INDEXES ? treeEnd - treeBegin : type === VIRT_ENSEMBLES ? ensembleCount : 1;
  if (!reserve(out, (u64(parts) * u64(width) * u64(rowCount)) << 3)) return status();
  if (hasMembers(type)) return predictEnsembles(rowCount, type, treeEnd, ensembleCount, out.address);
  if (type === LEAF_INDEXES) {
    indexRows(rowCount, treeBegin, treeEnd, out.address);
    return status();
  }
  const raw = scoreRows(rowCount, treeBegin, treeEnd);
  return raw === 0 ? status() : link(type, raw, out.address, rowCount);
}

function hasMembers(type: u32): bool {
  return type === VIRT_ENSEMBLES || type === TOTAL_UNCERTAINTY;
}
