import { exponentiateColumn, reserveExponent } from "./exponent";
import { model } from "./layout";
import { softmax, TOTAL_UNCERTAINTY } from "./link";
import { UNCERTAINTY_OF_CLASS, UNCERTAINTY_OF_DEVIATION, uncertaintyKind } from "./loss";
import { exp, log } from "./math";
import { allocateBytes } from "./memory";
import { scoreRows } from "./score";
import { reserve, Scratch } from "./scratch";
import { OK, status, TOO_FEW_TREES } from "./status";

/**
 * Virtual ensembles: the trees up to the middle, and up to ever later points of the second half, are taken for
 * models of their own; where they disagree the model is uncertain.
 * Source: catboost/private/libs/algo/apply.cpp (ApplyVirtualEnsembles), catboost/libs/eval_result/eval_helpers.cpp
 */

/** Members' raw values: row after row, member after member, dimension f64 each. */
let members: usize = 0;
const memberScratch = changetype<Scratch>(memory.data(offsetof<Scratch>(), 16));
/** A softmax of one member, and the sum of all members', dimension f64 each. */
let shares: usize = 0;
let shareSums: usize = 0;

/**
 * @param type VIRT_ENSEMBLES or TOTAL_UNCERTAINTY
 * @param out rowCount × memberCount × dimension f64, or rowCount × 2 or 3 f64
 * @returns OK, TOO_FEW_TREES, WRONG_DIMENSION or OUT_OF_MEMORY
 */
export function predictEnsembles(rowCount: u32, type: u32, treeEnd: u32, memberCount: u32, out: usize): i32 {
  const period: u32 = memberCount === 0 ? 0 : treeEnd / 2 / memberCount;
  if (period === 0 || period * memberCount >= treeEnd) return TOO_FEW_TREES;
  const rowValues = memberCount * model.dimension;
  if (!reserveExponent() || !reserveMembers(u64(rowCount) * rowValues)) return status();
  if (!sumMembers(rowCount, treeEnd, memberCount, period)) return status();
  const kind = uncertaintyKind();
  if (kind === UNCERTAINTY_OF_DEVIATION) {
    // every second value is the logarithm of a deviation, and becomes a variance
    for (let i: u32 = 1; i < rowValues; i += 2) {
      const column = members + (usize(i) << 3);
      if (!exponentiateColumn(column, rowValues, 2, column, rowValues, rowCount)) return status();
    }
  }
  if (type !== TOTAL_UNCERTAINTY) {
    memory.copy(out, members, (usize(rowCount) * rowValues) << 3);
    return OK;
  }
  for (let row: usize = 0; row < usize(rowCount); row++) {
    const values = members + ((row * rowValues) << 3);
    if (kind === UNCERTAINTY_OF_DEVIATION) {
      meanAndVariance(values, rowValues >> 1, 2, out + row * 24);
      store<f64>(out + row * 24, meanOf(values + 8, rowValues >> 1, 2), 16);
    } else if (kind !== UNCERTAINTY_OF_CLASS) meanAndVariance(values, rowValues, 1, out + (row << 4));
    else if (model.dimension === 1) entropyOfBinary(values, memberCount, out + (row << 4));
    else entropyOfClasses(values, memberCount, out + (row << 4));
  }
  return OK;
}

function reserveMembers(numberCount: u64): bool {
  if (shares === 0) {
    shares = allocateBytes(u64(model.dimension) << 3);
    shareSums = allocateBytes(u64(model.dimension) << 3);
  }
  if (shares === 0 || shareSums === 0 || !reserve(memberScratch, numberCount << 3)) return false;
  members = memberScratch.address;
  return true;
}

/**
 * Raw values of all members. Each goes on from the sum of the one before and is then scaled back, since training has shrunk
 * the trees before it at each step.
 */
function sumMembers(rowCount: u32, treeEnd: u32, memberCount: u32, period: u32): bool {
  const dimension = usize(model.dimension);
  const rowBytes = (usize(memberCount) * dimension) << 3;
  const memberBytes = dimension << 3;
  let begin = treeEnd - period * memberCount;
  let sums = scoreRows(rowCount, 0, begin);
  if (sums === 0) return false;
  for (let row: usize = 0; row < usize(rowCount); row++) {
    memory.copy(members + row * rowBytes, sums + row * memberBytes, memberBytes);
  }
  for (let member: u32 = 0; member < memberCount; member++) {
    const isLast = member === memberCount - 1;
    sums = scoreRows(rowCount, begin, begin + period);
    if (sums === 0) return false;
    begin += period;
    const unshrink: f64 = isLast ? 1 : f64(f32(power(1 - f64(model.shrinkage), treeEnd - begin)));
    for (let row: usize = 0; row < usize(rowCount); row++) {
      const values = members + row * rowBytes + usize(member) * memberBytes;
      for (let k: usize = 0; k < memberBytes; k += 8) {
        const sum = load<f64>(values + k) + load<f64>(sums + row * memberBytes + k);
        if (!isLast) store<f64>(values + memberBytes + k, sum);
        store<f64>(values + k, sum * unshrink);
      }
    }
  }
  return true;
}

/** base^−count; one f32 is made of it, so its last bits do not matter. */
function power(base: f64, count: u32): f64 {
  let result: f64 = 1;
  let factor = base;
  for (let rest = count; rest > 0; rest >>= 1) {
    if (rest & 1) result *= factor;
    factor *= factor;
  }
  return 1 / result;
}

/** @param stride f64 from one number to the next */
function meanOf(values: usize, count: u32, stride: u32): f64 {
  let sum: f64 = 0;
  for (let i: u32 = 0; i < count; i++) sum += load<f64>(values + ((usize(i) * stride) << 3));
  return sum / f64(count);
}

/** Mean, and the variance around it: what the members do not agree on. */
function meanAndVariance(values: usize, count: u32, stride: u32, out: usize): void {
  const mean = meanOf(values, count, stride);
  let sum: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const distance = load<f64>(values + ((usize(i) * stride) << 3)) - mean;
    sum += distance * distance;
  }
  store<f64>(out, mean);
  store<f64>(out, sum / f64(count), 8);
}

/** Mean of the members' entropies, and the entropy of their mean. */
function entropyOfBinary(values: usize, memberCount: u32, out: usize): void {
  let entropySum: f64 = 0;
  let shareSum: f64 = 0;
  for (let i: u32 = 0; i < memberCount; i++) {
    const share = 1 / (1 + exp(-load<f64>(values + (usize(i) << 3))));
    entropySum += binaryEntropy(share);
    shareSum += share;
  }
  store<f64>(out, entropySum / f64(memberCount));
  store<f64>(out, binaryEntropy(shareSum / f64(memberCount)), 8);
}

function binaryEntropy(share: f64): f64 {
  return -share * log(share) - (1 - share) * log(1 - share);
}

function entropyOfClasses(values: usize, memberCount: u32, out: usize): void {
  const dimension = model.dimension;
  const memberBytes = usize(dimension) << 3;
  memory.fill(shareSums, 0, memberBytes);
  let entropySum: f64 = 0;
  for (let i: u32 = 0; i < memberCount; i++) {
    softmax(values + usize(i) * memberBytes, dimension, shares, false);
    for (let k: usize = 0; k < memberBytes; k += 8) {
      store<f64>(shareSums + k, load<f64>(shareSums + k) + load<f64>(shares + k));
    }
    entropySum += entropy(shares);
  }
  for (let k: usize = 0; k < memberBytes; k += 8) {
    store<f64>(shareSums + k, load<f64>(shareSums + k) / f64(memberCount));
  }
  store<f64>(out, entropySum / f64(memberCount));
  store<f64>(out, entropy(shareSums), 8);
}

/** @param distribution dimension f64 */
function entropy(distribution: usize): f64 {
  let sum: f64 = 0;
  for (let k: u32 = 0; k < model.dimension; k++) {
    const share = load<f64>(distribution + (usize(k) << 3));
    sum -= share * log(share);
  }
  return sum;
}
