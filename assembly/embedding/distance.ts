/**
 * Square of the distance of two vectors of f32, summed in four lanes:
 *
 *     sum        d0² + d4² + …  |  d1² + d5² + …  |  d2² + d6² + …  |  d3² + d7² + …
 *     the rest   is added to the first lane, then the lanes from left to right
 *
 * The lanes are a SIMD vector where there is SIMD. Measured on two calcers of 2,000 points, EPYC, Node 20.20: with
 * vectors of 256 numbers 89 against 122 us a row, with 32 numbers 66 against 70.
 *
 * Source: library/cpp/l2_distance/l2_distance.cpp (SSE)
 */
export function squaredDistance(a: usize, b: usize, dimension: u32): f32 {
  const end = a + (usize(dimension) << 2);
  const end4 = a + (usize(dimension & ~3) << 2);
  let sum0: f32 = 0;
  let sum1: f32 = 0;
  let sum2: f32 = 0;
  let sum3: f32 = 0;
  if (ASC_FEATURE_SIMD) {
    let sum = f32x4.splat(0);
    for (; a < end4; a += 16, b += 16) {
      const difference = f32x4.sub(v128.load(a), v128.load(b));
      sum = f32x4.add(sum, f32x4.mul(difference, difference));
    }
    sum0 = f32x4.extract_lane(sum, 0);
    sum1 = f32x4.extract_lane(sum, 1);
    sum2 = f32x4.extract_lane(sum, 2);
    sum3 = f32x4.extract_lane(sum, 3);
  } else {
    for (; a < end4; a += 16, b += 16) {
      sum0 += squaredDifference(a, b);
      sum1 += squaredDifference(a + 4, b + 4);
      sum2 += squaredDifference(a + 8, b + 8);
      sum3 += squaredDifference(a + 12, b + 12);
    }
  }
  for (; a < end; a += 4, b += 4) sum0 += squaredDifference(a, b);
  return sum0 + sum1 + sum2 + sum3;
}

function squaredDifference(a: usize, b: usize): f32 {
  const difference = load<f32>(a) - load<f32>(b);
  return difference * difference;
}
