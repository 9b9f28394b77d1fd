import { allocateBytes } from "./memory";

/** Memory for what is at hand, kept from call to call and grown where one needs more. */
@unmanaged
export class Scratch {
  address: usize;
  byteCount: u64;
}

/** Makes a scratch hold byteCount bytes; what was in it is lost where it grows. @returns false with OUT_OF_MEMORY */
export function reserve(scratch: Scratch, byteCount: u64): bool {
  if (byteCount <= scratch.byteCount) return true;
  const grown = max(byteCount, scratch.byteCount << 1);
  const address = allocateBytes(grown);
  if (address === 0) return false;
  scratch.address = address;
  scratch.byteCount = grown;
  return true;
}
