//! What `public/unpack.js` calls.

use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use core::slice;

use crate::Unpacker;

const PAGE: usize = 1 << 16;

struct Program(UnsafeCell<Unpacker>);

// SAFETY: without the feature `atomics` a program has one thread.
unsafe impl Sync for Program {}

static PROGRAM: Program = Program(UnsafeCell::new(Unpacker::NEW));

/// Gives the address where the next bytes of the file go.
#[unsafe(no_mangle)]
extern "C" fn room() -> *mut u8 {
    // SAFETY: nobody else is in the unpacker: there is one thread, and no function here calls another.
    unsafe { &mut *PROGRAM.0.get() }.room().as_mut_ptr()
}

/// Unpacks so many bytes that were put there; zero says that there are no more. What is unpacked stands at the end of
/// the memory, and is as long as this says at the end. A damaged file is a trap.
#[unsafe(no_mangle)]
extern "C" fn unpack(count: usize) -> usize {
    // SAFETY: as above.
    let unpacker = unsafe { &mut *PROGRAM.0.get() };
    unpacker.came(count);
    if count > 0 && !unpacker.can_begin() {
        return 0;
    }
    let size = unpacker.size();
    // The largest number there is says that there are not so many pages.
    if unpacker.is_new() && memory_grow::<0>(size.div_ceil(PAGE)) == usize::MAX {
        unreachable();
    }
    let begin = memory_size::<0>() * PAGE - size;
    // SAFETY: the memory grew by this, for nothing else.
    let plain = unsafe { slice::from_raw_parts_mut(begin as *mut u8, size) };
    if unpacker.unpack(plain, count == 0).is_err() {
        unreachable();
    }
    size
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unreachable()
}
