//! The heap of a page: in the one memory of a WebAssembly program.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::memory_grow;
use core::cell::UnsafeCell;
use core::ops::Range;

use crate::{Heap, Pages};

#[cfg(target_feature = "atomics")]
compile_error!("this allocator has no lock: it is for programs of one thread");

const PAGE: usize = 1 << 16;
/// How many pages there can be.
const ALL: usize = 1 << 16;

/// The program's memory.
struct Wasm;

// SAFETY: pages are 64 kB, begin at multiples of that, never go away, and belong to whoever asked for them.
unsafe impl Pages for Wasm {
    fn grow(&mut self, size: usize) -> Range<usize> {
        let pages = size.div_ceil(PAGE);
        // The largest number there is says that there are not so many.
        let first = memory_grow::<0>(pages);
        // The very last page stays unused, as what ends behind it has no address.
        if first >= ALL - pages {
            return 0..0;
        }
        first * PAGE..(first + pages) * PAGE
    }
}

/// The allocator of a page.
#[allow(missing_debug_implementations, reason = "the page formats nothing")]
pub struct Memory(UnsafeCell<Heap<Wasm>>);

impl Memory {
    /// An allocator that has asked for nothing yet.
    #[must_use]
    #[allow(
        clippy::new_without_default,
        reason = "it is made once, where no trait can: for a static"
    )]
    pub const fn new() -> Self {
        Self(UnsafeCell::new(Heap::new(Wasm)))
    }
}

// SAFETY: without the feature `atomics` a program has one thread, and no function of the heap calls anything that
// would come back into it.
unsafe impl Sync for Memory {}

// SAFETY: nothing here panics, and `Heap` gives each layout a block of its own that is large enough and aligned.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: there is one thread, and it is in no other function of the heap.
        unsafe { &mut *self.0.get() }.allocate(layout)
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above; the caller promises what `free` asks for.
        unsafe { (*self.0.get()).free(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above; the caller promises that this is a layout, and what `reallocate` asks for.
        unsafe {
            let new = Layout::from_size_align_unchecked(size, layout.align());
            (*self.0.get()).reallocate(memory, layout, new)
        }
    }
}
