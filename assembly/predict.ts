import { predictEnsembles } from "./ensembles";
import { model } from "./layout";
import { LEAF_INDEXES, link, TOTAL_UNCERTAINTY, VIRT_ENSEMBLES, widthOf } from "./link";
import { allocateBytes } from "./memory";
import { hasRoom, indexRows, scoreRows } from "./score";
import { BAD_PREDICTION_TYPE, BAD_TREE_RANGE, NOT_LOADED, resetStatus, status } from "./status";

/** The output block. */
let out: usize = 0;
let outRoom: u64 = 0;

export function outAddress(): usize {
  return out;
}

/**
 * Scores the rows of the input blocks with the trees from treeBegin to before treeEnd.
 * @param ensembleCount of virtual ensembles, for the types that have some
 * @returns OK, NOT_LOADED, BAD_PREDICTION_TYPE, BAD_TREE_RANGE, TOO_FEW_TREES or OUT_OF_MEMORY
 */
export function predictRows(rowCount: u32, type: u32, treeBegin: u32, treeEnd: u32, ensembleCount: u32): i32 {
  resetStatus(model.fileAddress);
  if (!model.loaded || !hasRoom(rowCount)) return NOT_LOADED;
  const width = widthOf(type);
  if (width === 0) return BAD_PREDICTION_TYPE;
  const isEmpty = treeBegin >= treeEnd && model.treeCount > 0;
  if (isEmpty || treeEnd > model.treeCount) return BAD_TREE_RANGE;
  if (treeBegin !== 0 && hasMembers(type)) return BAD_TREE_RANGE;
  const parts = type === LEAF_INDEXES ? treeEnd - treeBegin : type === VIRT_ENSEMBLES ? ensembleCount : 1;
  if (!reserveOut(u64(parts) * u64(width) * u64(rowCount))) return status();
  if (hasMembers(type)) return predictEnsembles(rowCount, type, treeEnd, ensembleCount, out);
  if (type === LEAF_INDEXES) {
    indexRows(rowCount, treeBegin, treeEnd, out);
    return status();
  }
  const raw = scoreRows(rowCount, treeBegin, treeEnd);
  return raw === 0 ? status() : link(type, raw, out, rowCount);
}

function hasMembers(type: u32): bool {
  return type === VIRT_ENSEMBLES || type === TOTAL_UNCERTAINTY;
}

/** Makes the output block fit so many numbers. */
function reserveOut(numberCount: u64): bool {
  if (numberCount > outRoom || out === 0) {
    out = allocateBytes(numberCount << 3);
    outRoom = out === 0 ? 0 : numberCount;
  }
  return out !== 0;
}
