//! Unpacks the page's program, which `xtask/src/pack.rs` packs with LZMA, while it arrives. This is a program of its
//! own, which stands in the script (`xtask/src/unpacker.rs`); `public/unpack.js` starts it. In gzip, the one form that browsers
//! unpack by themselves, the page's program is larger by a tenth; and as a script this code would be slow until the
//! browser has optimised it, which is when all is unpacked.
//!
//! The form is that of `lzma-specification.txt` in the LZMA SDK, by Igor Pavlov, which explains whatever is not
//! explained here. Each bit is decided by how often a bit in the same place was 0 before. The rest is agreed with the
//! packer: the first four bits of a byte tell the place of the next one's bits (`lc` = 4) and where it stands does not
//! (`lp` = `pb` = 0); nothing marks the end; and what comes first is the header of an `.lzma` file.

#![no_std]
#![allow(unsafe_code, reason = "its memory is one with that of a script")]

#[cfg(test)]
extern crate std;

#[cfg(target_arch = "wasm32")]
mod page;

/// Where the counts of each kind of decision begin. In a tree they are counted from 1.
const IS_MATCH: usize = 0;
const IS_REPEATED: usize = 12;
const IS_OLDER: usize = 24;
const IS_OLDER_STILL: usize = 36;
const IS_OLDEST: usize = 48;
const IS_LONG: usize = 60;
const LENGTHS: usize = 72;
const REPEATED_LENGTHS: usize = LENGTHS + 272;
const SLOTS: usize = REPEATED_LENGTHS + 272;
const NEAR: usize = SLOTS + 4 * 64;
const ALIGNMENTS: usize = NEAR + 115;
const LITERALS: usize = ALIGNMENTS + 16;
/// A power of two is tested by fewer instructions; there are fewer counts.
const COUNTS: usize = 1 << 14;
const _: () = assert!(LITERALS + 768 * 16 <= COUNTS);

/// The count of where 0 and 1 are as likely.
const EVEN: u16 = 1024;

/// Where in the file the header ends.
const CODE: usize = 13;

/// How many bytes of the file must have come before anything can be unpacked.
const BEGIN: usize = CODE + 5;

/// No byte and no match takes more bytes than this.
const LONGEST: usize = 20;

/// How many bytes a file has at most. Memory that is not used costs nothing.
pub const ROOM: usize = 1 << 20;

/// A file that is unpacked while it comes.
// In this order, as what stands in front has short addresses.
#[repr(C)]
#[derive(Debug)]
pub struct Unpacker {
    /// The range, zero before anything is unpacked, and the code in it.
    range: u32,
    code: u32,
    /// How many bytes of the file are used up, and how many have come.
    next: usize,
    end: usize,
    /// How many bytes are unpacked.
    at: usize,
    /// Which kinds the last few decisions were of, and the last four distances less one, the last one first.
    state: usize,
    distances: [usize; 4],
    /// How much more or less likely a 0 is than at first: zeros take no place in the program.
    counts: [u16; COUNTS],
    packed: [u8; ROOM],
}

/// Says that a file lacks something, or has what none has.
#[derive(Debug, PartialEq, Eq)]
pub struct Damaged;

impl Unpacker {
    /// An unpacker that nothing has come to.
    #[allow(clippy::large_stack_arrays, reason = "it is made once, for a static")]
    pub const NEW: Self = Self {
        range: 0,
        code: 0,
        next: 0,
        end: 0,
        at: 0,
        state: 0,
        distances: [0; 4],
        counts: [0; COUNTS],
        packed: [0; ROOM],
    };

    /// Where the next bytes of the file go.
    pub fn room(&mut self) -> &mut [u8] {
        &mut self.packed[self.end..]
    }

    /// Notes that so many bytes were put there.
    pub fn came(&mut self, count: usize) {
        self.end += count;
    }

    /// Whether enough has come to begin.
    #[must_use]
    pub fn can_begin(&self) -> bool {
        self.end >= BEGIN
    }

    /// Whether nothing is unpacked yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.range == 0
    }

    /// How many bytes were packed, once it [can begin](Self::can_begin).
    #[must_use]
    pub fn size(&self) -> usize {
        let [_, _, _, _, _, a, b, c, d, ..] = self.packed;
        u32::from_le_bytes([a, b, c, d]) as usize
    }

    /// Unpacks what is there into `plain`, which is as long as all that was packed, and the same in each call. Where
    /// more is to come, it stops before what it may know half of.
    ///
    /// # Errors
    ///
    /// The file is damaged. Where it is, it may be found out at its end only.
    pub fn unpack(&mut self, plain: &mut [u8], is_all: bool) -> Result<(), Damaged> {
        if self.is_new() {
            self.next = CODE;
            // Five bytes, of which the first is a zero and does not stay.
            (CODE..BEGIN).for_each(|_| self.take());
            self.range = u32::MAX;
        }
        let ahead = if is_all { 0 } else { LONGEST };
        while self.at < plain.len() && self.next + ahead <= self.end {
            if self.bit(IS_MATCH + self.state) == 0 {
                self.literal(plain);
            } else {
                for _ in 0..self.repetition() {
                    let byte = self.before(plain, self.distances[0]);
                    self.put(plain, byte);
                }
            }
        }
        if is_all {
            self.widen();
            if self.code != 0 || self.next != self.end {
                return Err(Damaged);
            }
        }
        Ok(())
    }

    fn put(&mut self, plain: &mut [u8], byte: u8) {
        if let Some(place) = plain.get_mut(self.at) {
            *place = byte;
        }
        self.at += 1;
    }

    /// The byte that stands so far before the last one; zero where none does.
    fn before(&self, plain: &[u8], distance: usize) -> u8 {
        plain.get(self.at.wrapping_sub(1).wrapping_sub(distance)).copied().unwrap_or_default()
    }

    fn literal(&mut self, plain: &mut [u8]) {
        let tree = LITERALS + 768 * usize::from(self.before(plain, 0) >> 4);
        // A match ended where the byte that would have gone on with it is another: that one takes part in deciding.
        let mut other = usize::from(self.before(plain, self.distances[0]));
        let mut mask = if self.state < 7 { 0 } else { 256 };
        let mut node = 1;
        while node < 256 {
            other <<= 1;
            let likely = other & mask;
            let one = self.bit(tree + mask + likely + node);
            node = node * 2 + one;
            mask &= if one == 0 { !likely } else { likely };
        }
        self.put(plain, node.to_le_bytes()[0]);
        self.state = match self.state {
            0..4 => 0,
            4..10 => self.state - 3,
            _ => self.state - 6,
        };
    }

    /// Reads how long a repetition is, and puts its distance first.
    fn repetition(&mut self) -> usize {
        let is_short = self.state < 7;
        if self.bit(IS_REPEATED + self.state) == 0 {
            let length = self.length(LENGTHS);
            self.distances[3] = self.distance(SLOTS + 64 * (length - 2).min(3));
            self.put_first(3);
            self.state = if is_short { 7 } else { 10 };
            return length;
        }
        let mut is_long = 1;
        if self.bit(IS_OLDER + self.state) == 0 {
            is_long = self.bit(IS_LONG + self.state);
        } else {
            let mut place = 1;
            if self.bit(IS_OLDER_STILL + self.state) == 1 {
                place = 2 + self.bit(IS_OLDEST + self.state);
            }
            self.put_first(place);
        }
        let length = if is_long == 0 { 1 } else { self.length(REPEATED_LENGTHS) };
        self.state = if is_short { 9 - is_long } else { 11 };
        length
    }

    /// Puts the distance at a place before those before it.
    fn put_first(&mut self, place: usize) {
        let distance = self.distances[place];
        for place in (0..place).rev() {
            self.distances[place + 1] = self.distances[place];
        }
        self.distances[0] = distance;
    }

    fn length(&mut self, tree: usize) -> usize {
        if self.bit(tree) == 0 {
            2 + self.number(tree, 3)
        } else if self.bit(tree + 8) == 0 {
            10 + self.number(tree + 8, 3)
        } else {
            18 + self.number(tree + 16, 8)
        }
    }

    fn distance(&mut self, tree: usize) -> usize {
        let slot = self.number(tree, 6);
        if slot < 4 {
            return slot;
        }
        let bits = (slot >> 1) - 1;
        let start = (2 + (slot & 1)) << bits;
        if slot < 14 {
            return start + self.reversed(NEAR + start - slot, bits);
        }
        let mut even = 0;
        for _ in 4..bits {
            self.widen();
            self.range >>= 1;
            let is_one = self.code >= self.range;
            if is_one {
                self.code -= self.range;
            }
            even = even * 2 + usize::from(is_one);
        }
        start.wrapping_add(even << 4) + self.reversed(ALIGNMENTS, 4)
    }

    /// A number of so many bits, the highest first, by a tree of counts.
    fn number(&mut self, tree: usize, bits: usize) -> usize {
        let mut node = 1;
        for _ in 0..bits {
            node = node * 2 + self.bit(tree + node);
        }
        node - (1 << bits)
    }

    /// A number of so many bits, the lowest first.
    fn reversed(&mut self, tree: usize, bits: usize) -> usize {
        let (mut node, mut number) = (1, 0);
        for at in 0..bits {
            let one = self.bit(tree + node);
            node = node * 2 + one;
            number |= one << at;
        }
        number
    }

    fn bit(&mut self, place: usize) -> usize {
        self.widen();
        let count = &mut self.counts[place % COUNTS];
        let zeros = EVEN.wrapping_add(*count);
        let bound = (self.range >> 11) * u32::from(zeros);
        if self.code < bound {
            self.range = bound;
            *count = count.wrapping_add((2 * EVEN - zeros) >> 5);
            0
        } else {
            self.range -= bound;
            self.code -= bound;
            *count = count.wrapping_sub(zeros >> 5);
            1
        }
    }

    fn widen(&mut self) {
        if self.range < 1 << 24 {
            self.range <<= 8;
            self.take();
        }
    }

    /// Takes a byte into the code: what is missing at the end is found out there.
    fn take(&mut self) {
        let byte = self.packed.get(self.next).copied().unwrap_or_default();
        self.code = self.code << 8 | u32::from(byte);
        self.next += 1;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{BEGIN, Damaged, ROOM, Unpacker};
    use lzma_rust2::{LzmaOptions, LzmaWriter};
    use std::boxed::Box;
    use std::io::Write;
    use std::iter;
    use std::vec;
    use std::vec::Vec;

    fn packed(plain: &[u8]) -> Vec<u8> {
        let options =
            LzmaOptions { lc: 4, lp: 0, pb: 0, dict_size: 1 << 20, ..LzmaOptions::with_preset(9) };
        let size = u64::try_from(plain.len()).ok();
        let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, size).unwrap();
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    fn unpacked(file: &[u8], piece: usize) -> Result<Vec<u8>, Damaged> {
        let mut unpacker = Box::new(Unpacker::NEW);
        let mut plain = Vec::new();
        for piece in file.chunks(piece) {
            unpacker.room()[..piece.len()].copy_from_slice(piece);
            unpacker.came(piece.len());
            if unpacker.can_begin() {
                plain.resize(unpacker.size(), 0);
                unpacker.unpack(&mut plain, false)?;
            }
        }
        unpacker.unpack(&mut plain, true)?;
        Ok(plain)
    }

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_be_bytes()[0]
        };
        iter::repeat_with(next).take(length).collect()
    }

    /// Noise, of which pieces come again from further and further back.
    fn repetitions() -> Vec<u8> {
        let mut text = noise(3_000);
        for number in 0..2_000 {
            let begin = text.len() * 7 % (text.len() - 400);
            text.extend_from_within(begin..begin + 1 + number % 300);
            text.push(text[begin] ^ 1);
        }
        text
    }

    #[test]
    fn what_was_packed_comes_out() {
        let texts = [
            Vec::new(),
            b"a".to_vec(),
            vec![0; 100_000],
            noise(100),
            noise(100_000),
            repetitions(),
            include_bytes!("lib.rs").to_vec(),
        ];
        for (number, text) in texts.iter().enumerate() {
            let file = packed(text);
            for piece in [1, 7, 1_000, ROOM] {
                assert!(unpacked(&file, piece).as_ref() == Ok(text), "{number}, pieces of {piece}");
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_longer_or_changed_is_damaged() {
        let text = include_bytes!("lib.rs");
        let file = packed(text);
        let longer = [&file[..], b"\n"].concat();
        assert_eq!(unpacked(&longer, 1_000), Err(Damaged));
        for place in (BEGIN..file.len()).step_by(3) {
            assert_eq!(unpacked(&file[..place], 1_000), Err(Damaged), "cut at {place}");
            let mut changed = file.clone();
            changed[place] ^= 1 << (place % 8);
            assert_eq!(unpacked(&changed, 1_000), Err(Damaged), "changed at {place}");
        }
    }
}
