// Defines `unpack`, which decodes the program as xtask/src/pack.rs encodes it, with LZMA. In gzip, the one form that
// browsers decode by themselves, the program is larger by a tenth, and this file weighs a hundredth.
//
// It takes a browser longer than gzip, but no longer than the bytes are on their way: so it begins with the first of
// them and goes on with each that comes.
//
// The form is that of lzma-specification.txt in the LZMA SDK, by Igor Pavlov, which explains whatever is not explained
// here. Each bit is decided by how often a bit in the same place was 0 before. The rest is agreed with the encoder: the
// first four bits of a byte tell the place of the next one's bits (lc = 4) and where it stands does not (lp = pb = 0);
// nothing marks the end; and what comes first is the header of an `.lzma` file.

/** Where the counts of each kind of decision begin. In a tree they are counted from 1. */
const IS_MATCH = 0;
const IS_REPEATED = 12;
const IS_OLDER = 24;
const IS_OLDER_STILL = 36;
const IS_OLDEST = 48;
const IS_LONG = 60;
const LENGTHS = 72;
const REPEATED_LENGTHS = LENGTHS + 272;
const SLOTS = REPEATED_LENGTHS + 272;
const NEAR = SLOTS + 4 * 64;
const ALIGNMENTS = NEAR + 115;
const LITERALS = ALIGNMENTS + 16;
const COUNTS = LITERALS + 768 * 16;

/** No byte and no match takes more than so many bytes, and neither does what stands before the first. */
const LONGEST = 20;

/** What was packed in the file that comes as this stream. A file that lacks or has anything is an error. */
export async function unpack(stream) {
  const reader = stream.getReader();
  let packed = new Uint8Array();
  let next = 0;

  /** Waits until there is enough for whatever is decoded next, or nothing comes any more. */
  const arrive = async () => {
    while (packed.length - next < LONGEST) {
      const { value } = await reader.read();
      if (!value) return;
      const left = packed.subarray(next);
      packed = new Uint8Array(left.length + value.length);
      packed.set(left);
      packed.set(value, left.length);
      next = 0;
    }
  };
  const must = (hold) => {
    if (!hold) throw new Error("monthwise.bin is damaged");
  };

  await arrive();
  // Behind the header stands a zero, and in a web page, say, something else.
  must(packed[13] === 0);
  const plain = new Uint8Array(new DataView(packed.buffer).getUint32(5, true));
  const counts = new Uint16Array(COUNTS).fill(1024);
  // The range, and the code in it. Variables with numbers this large are slow until the browser has optimised this.
  const coder = Uint32Array.of(-1, 0);
  next = 14;

  const take = () => {
    must(next < packed.length);
    coder[1] = (coder[1] << 8) | packed[next++];
  };
  const widen = () => {
    if (coder[0] < 2 ** 24) {
      coder[0] <<= 8;
      take();
    }
  };
  const bit = (place) => {
    widen();
    const count = counts[place];
    const bound = (coder[0] >>> 11) * count;
    if (coder[1] < bound) {
      coder[0] = bound;
      counts[place] += (2048 - count) >> 5;
      return 0;
    }
    coder[0] -= bound;
    coder[1] -= bound;
    counts[place] -= count >> 5;
    return 1;
  };
  /** A number of so many bits, the highest first, by a tree of counts. */
  const number = (tree, bits) => {
    let node = 1;
    for (let left = bits; left--; ) node = node * 2 + bit(tree + node);
    return node - (1 << bits);
  };
  /** A number of so many bits, the lowest first. */
  const reversed = (tree, bits) => {
    let node = 1;
    let number = 0;
    for (let at = 0; at < bits; at++) {
      const one = bit(tree + node);
      node = node * 2 + one;
      number |= one << at;
    }
    return number;
  };
  const lengthBy = (tree) => {
    if (!bit(tree)) return 2 + number(tree, 3);
    return bit(tree + 8) ? 18 + number(tree + 16, 8) : 10 + number(tree + 8, 3);
  };
  const distanceBy = (tree) => {
    const slot = number(tree, 6);
    if (slot < 4) return slot + 1;
    const bits = (slot >> 1) - 1;
    // Not by `<<`: in a damaged file it may have more than 31 bits.
    const start = (2 + (slot & 1)) * 2 ** bits + 1;
    if (slot < 14) return start + reversed(NEAR + start - 1 - slot, bits);
    let even = 0;
    for (let left = bits - 4; left--; ) {
      widen();
      coder[0] >>>= 1;
      const one = coder[1] >= coder[0];
      if (one) coder[1] -= coder[0];
      even = even * 2 + one;
    }
    return start + even * 16 + reversed(ALIGNMENTS, 4);
  };

  for (let left = 4; left--; ) take();
  let at = 0;
  // Which kinds the last few decisions were of, and the last four distances.
  let state = 0;
  let [last, older, olderStill, oldest] = [1, 1, 1, 1];
  while (at < plain.length) {
    if (packed.length - next < LONGEST) await arrive();
    if (!bit(IS_MATCH + state)) {
      // Where there is none before, it counts for zero.
      const tree = LITERALS + 768 * (plain[at - 1] >> 4);
      // A match ended where the byte that would have gone on with it is another: that one takes part in deciding.
      let other = plain[at - last];
      let mask = state < 7 ? 0 : 256;
      let node = 1;
      while (node < 256) {
        other <<= 1;
        const likely = other & mask;
        const one = bit(tree + mask + likely + node);
        node = node * 2 + one;
        mask &= one ? likely : ~likely;
      }
      plain[at++] = node;
      state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
      continue;
    }
    let length = 1;
    if (!bit(IS_REPEATED + state)) {
      oldest = olderStill;
      olderStill = older;
      older = last;
      length = lengthBy(LENGTHS);
      last = distanceBy(SLOTS + 64 * Math.min(length - 2, 3));
      state = state < 7 ? 7 : 10;
    } else {
      let isLong = bit(IS_OLDER + state);
      if (isLong) {
        let distance = older;
        if (bit(IS_OLDER_STILL + state)) {
          distance = olderStill;
          if (bit(IS_OLDEST + state)) {
            distance = oldest;
            oldest = olderStill;
          }
          olderStill = older;
        }
        older = last;
        last = distance;
      } else isLong = bit(IS_LONG + state);
      if (isLong) length = lengthBy(REPEATED_LENGTHS);
      state = state < 7 ? 9 - isLong : 11;
    }
    must(last <= at && at + length <= plain.length);
    while (length--) plain[at] = plain[at++ - last];
  }
  await arrive();
  widen();
  must(!coder[1] && next === packed.length);
  return plain;
}
