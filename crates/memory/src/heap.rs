//! Blocks in classes of sizes: 16, 24, 32, 40, 48, 56, 64, 80, 96 and so on, from one power of two to the next in four
//! steps, of 8 bytes at least.
//!
//! New blocks are cut off the front of the *region*, a stretch of memory that nothing lives in. A block that is
//! freed goes into the list of its class, which runs through the free blocks themselves, and is handed out again
//! from there. Blocks are never joined. What holds memory down is that a block of a class is only cut, or grown
//! out of the last one, where the list of that class is empty: so what a page does again takes no more memory. And
//! a large free block becomes the region before more memory is asked for.

use core::alloc::Layout;
use core::ops::Range;
use core::ptr;

/// Where a heap gets its memory from.
///
/// # Safety
///
/// A range begins and ends at multiples of eight, and not at 0. Its memory is readable and writable, is used by
/// nobody else, was never part of a range before, and stays for as long as anything of the heap is in use. Its
/// provenance is exposed.
pub unsafe trait Pages {
    /// At least so many bytes more; none at all where there are not so many.
    fn grow(&mut self, size: usize) -> Range<usize>;
}

/// The size of the smallest block.
const SMALLEST: usize = 16;

/// What every block is aligned to.
const ALIGN: usize = 8;

/// A free block of this size may become the region: what a file was read into then holds its texts, with the next
/// memory asked for the next file. Smaller ones would not last long as that.
const WORTH_CUTTING: usize = 1 << 14;

/// Four classes for each power of two that there is.
const CLASSES: usize = 4 * usize::BITS as usize;

/// Memory that is handed out in blocks.
#[derive(Debug)]
pub struct Heap<P> {
    pages: P,
    /// The first free block of each class; each holds the address of the next one. 0 is none.
    free: [usize; CLASSES],
    /// Where the region begins, which is where the block that was cut last ends.
    end: usize,
    /// Where the region ends.
    limit: usize,
}

/// The size of the block for so many bytes: of the next class. At most 2^31 for what a `Layout` may ask for, or
/// 2^63: no sum here overflows.
fn block_size(layout: Layout) -> usize {
    // In a block that is too large by `align` bytes there is an aligned place with a word before it.
    let room = if layout.align() > ALIGN { layout.align() } else { 0 };
    let last = (layout.size() + room).max(SMALLEST) - 1;
    (last | (ALIGN - 1) | ((1 << (log(last) - 2)) - 1)) + 1
}

/// The place of the highest bit. As `ilog2`, without what that does about 0.
fn log(size: usize) -> u32 {
    (usize::BITS - 1) ^ size.leading_zeros()
}

/// The class of blocks of this size, which is that of a class.
fn class(size: usize) -> usize {
    let log = log(size);
    // The mask changes nothing, and tells the compiler that there is such a class.
    (4 * log as usize + ((size >> (log - 2)) & 3)) & (CLASSES - 1)
}

/// Where the word is that tells where the block of an aligned place begins.
fn origin(place: usize) -> *mut usize {
    ptr::with_exposed_provenance_mut(place - size_of::<usize>())
}

impl<P: Pages> Heap<P> {
    /// A heap without any memory yet.
    pub const fn new(pages: P) -> Self {
        Self { pages, free: [0; CLASSES], end: 0, limit: 0 }
    }

    /// Memory for this layout; null where there is none left.
    pub fn allocate(&mut self, layout: Layout) -> *mut u8 {
        let size = block_size(layout);
        let mut block = self.take(size);
        if block == 0 {
            block = self.cut(size);
        }
        place(block, layout.align())
    }

    /// Takes memory back.
    ///
    /// # Safety
    ///
    /// This heap gave it for this layout, and nothing uses it any more.
    pub unsafe fn free(&mut self, memory: *mut u8, layout: Layout) {
        // SAFETY: the block was given for this layout, so it has this size, and nothing uses it.
        unsafe { self.keep(block_at(memory, layout.align()), block_size(layout)) };
    }

    /// Makes memory larger or smaller, here or elsewhere; null where there is none left, and all stays.
    ///
    /// # Safety
    ///
    /// This heap gave it for the layout `old`; `new` has the same alignment. It is not used any more if the
    /// result is not null.
    pub unsafe fn reallocate(&mut self, memory: *mut u8, old: Layout, new: Layout) -> *mut u8 {
        let (old_size, new_size) = (block_size(old), block_size(new));
        if old_size == new_size {
            return memory;
        }
        // SAFETY: the memory was given for this layout.
        let here = unsafe { block_at(memory, old.align()) };
        if self.free[class(new_size)] == 0
            && here + old_size == self.end
            && self.resize_last(here, new_size)
        {
            return memory;
        }
        let moved = self.allocate(new);
        if !moved.is_null() {
            // SAFETY: both are as long as their layouts say, and are different blocks, both in use.
            unsafe {
                ptr::copy_nonoverlapping(memory, moved, old.size().min(new.size()));
                self.free(memory, old);
            }
        }
        moved
    }

    /// A free block of a class's size; 0 where there is none.
    fn take(&mut self, size: usize) -> usize {
        let first = &mut self.free[class(size)];
        let block = *first;
        if block != 0 {
            // SAFETY: free blocks hold the address of the next one, and nobody else uses them.
            *first = unsafe { *ptr::with_exposed_provenance::<usize>(block) };
        }
        block
    }

    /// Puts memory into the lists, as one block if it has the size of a class. What is smaller than any is lost.
    ///
    /// # Safety
    ///
    /// It came from `pages`, begins and ends at multiples of eight, and nothing uses it.
    unsafe fn keep(&mut self, mut start: usize, mut size: usize) {
        while size >= SMALLEST {
            // The three highest bits are the largest class that fits.
            let block = size & (7 << (log(size) - 2));
            let first = &mut self.free[class(block)];
            // SAFETY: a block has room for an address, is aligned for it, and nobody uses it.
            unsafe { *ptr::with_exposed_provenance_mut::<usize>(start) = *first };
            *first = start;
            start += block;
            size -= block;
        }
    }

    /// A new block from the region; 0 where there is no memory left.
    #[inline(never)]
    fn cut(&mut self, size: usize) -> usize {
        if self.limit - self.end < size && !self.recycle(size) && !self.grow(size) {
            return 0;
        }
        let block = self.end;
        self.end += size;
        block
    }

    /// Gives the block that ends where the region begins another size, if there is memory behind it.
    fn resize_last(&mut self, block: usize, size: usize) -> bool {
        let end = self.end;
        let there = self.limit - block;
        if there < size {
            self.grow(size - there);
        }
        let fits = self.end == end && self.limit - block >= size;
        if fits {
            self.end = block + size;
        }
        fits
    }

    /// Makes a large free block the region, if there is one of this size or more.
    fn recycle(&mut self, size: usize) -> bool {
        let mut size = size.max(WORTH_CUTTING);
        let mut found = class(size);
        while found < CLASSES {
            size = (4 | found & 3) << (found / 4 - 2);
            let block = self.take(size);
            if block != 0 {
                self.move_region(block..block + size);
                return true;
            }
            found += 1;
        }
        false
    }

    /// Makes the region longer, or begins another where memory goes on elsewhere.
    fn grow(&mut self, size: usize) -> bool {
        let range = self.pages.grow(size);
        if range.start == self.limit {
            self.limit = range.end;
        } else if !range.is_empty() {
            self.move_region(range.clone());
        }
        !range.is_empty()
    }

    fn move_region(&mut self, range: Range<usize>) {
        // SAFETY: nothing lives in the region, and from here on this is no part of it.
        unsafe { self.keep(self.end, self.limit - self.end) };
        self.end = range.start;
        self.limit = range.end;
    }
}

/// The place in a new block that has this alignment; null for no block.
fn place(block: usize, align: usize) -> *mut u8 {
    if block == 0 || align <= ALIGN {
        return ptr::with_exposed_provenance_mut(block);
    }
    let place = (block | (align - 1)) + 1;
    // SAFETY: blocks are aligned to eight bytes, and this is a later multiple of eight: a word has room between.
    unsafe { *origin(place) = block };
    ptr::with_exposed_provenance_mut(place)
}

/// Where the block of this memory begins.
///
/// # Safety
///
/// The memory is what `place` gave for this alignment.
unsafe fn block_at(memory: *mut u8, align: usize) -> usize {
    let memory = memory.expose_provenance();
    if align <= ALIGN {
        return memory;
    }
    // SAFETY: `place` has put it there.
    unsafe { *origin(memory) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests;
