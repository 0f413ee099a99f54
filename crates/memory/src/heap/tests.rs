use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::vec::Vec;

const PAGE: usize = 1 << 16;

/// Pages out of one large allocation.
struct Arena {
    memory: Vec<u128>,
    used: usize,
    limit: usize,
    /// Whether somebody else takes a page after each of ours.
    shared: bool,
}

impl Arena {
    fn new(limit: usize, shared: bool) -> Self {
        Self { memory: std::vec![0; limit / 16 + PAGE / 16], used: 0, limit, shared }
    }
}

// SAFETY: each range is part of `memory`, which is never read or moved, and `used` goes up only.
unsafe impl Pages for Arena {
    fn grow(&mut self, size: usize) -> Range<usize> {
        let size = size.div_ceil(PAGE).saturating_mul(PAGE);
        if size > self.limit - self.used {
            return 0..0;
        }
        let start = self.memory.as_mut_ptr().expose_provenance() + self.used;
        self.used += size;
        if self.shared {
            self.used = (self.used + PAGE).min(self.limit);
        }
        start..start + size
    }
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

/// A block in use, every byte of which is `mark`.
struct Live {
    memory: *mut u8,
    layout: Layout,
    mark: u8,
}

impl Live {
    fn fill(&self) {
        // SAFETY: the heap gave so much.
        unsafe { self.memory.write_bytes(self.mark, self.layout.size()) };
    }

    fn holds(&self, length: usize) -> bool {
        // SAFETY: the heap gave so much, and `fill` has written it.
        let bytes = unsafe { std::slice::from_raw_parts(self.memory, length) };
        bytes.iter().all(|byte| *byte == self.mark)
    }
}

#[derive(Clone, Debug)]
enum Step {
    Allocate { size: usize, align: usize },
    Resize { which: usize, size: usize },
    Free { which: usize },
}

fn size() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0usize..200, 2 => 0usize..5000, 1 => 0usize..100_000]
}

fn step() -> impl Strategy<Value = Step> {
    let align = prop_oneof![3 => 0u32..4, 1 => 0u32..7].prop_map(|power| 1 << power);
    prop_oneof![
        3 => (size(), align).prop_map(|(size, align)| Step::Allocate { size, align }),
        3 => (any::<usize>(), size()).prop_map(|(which, size)| Step::Resize { which, size }),
        2 => any::<usize>().prop_map(|which| Step::Free { which }),
    ]
}

/// Does the steps, checks each of them, and frees all in the end.
fn run<P: Pages>(heap: &mut Heap<P>, steps: &[Step]) {
    let mut all: Vec<Live> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let mark = at.to_le_bytes()[0];
        match *step {
            Step::Allocate { size, align } => {
                let layout = layout(size, align);
                let memory = heap.allocate(layout);
                all.push(Live { memory, layout, mark });
                check(&all, all.len() - 1);
            }
            Step::Resize { which, size } if !all.is_empty() => {
                let which = which % all.len();
                let new = layout(size, all[which].layout.align());
                let live = &mut all[which];
                assert!(live.holds(live.layout.size()), "something else was written here");
                // SAFETY: the heap gave it for this layout.
                live.memory = unsafe { heap.reallocate(live.memory, live.layout, new) };
                let kept = live.layout.size().min(size);
                live.layout = new;
                assert!(live.holds(kept), "what was there is lost");
                live.mark = mark;
                check(&all, which);
            }
            Step::Free { which } if !all.is_empty() => {
                let live = all.swap_remove(which % all.len());
                assert!(live.holds(live.layout.size()), "something else was written here");
                // SAFETY: the heap gave it for this layout, and it is forgotten here.
                unsafe { heap.free(live.memory, live.layout) };
            }
            _ => {}
        }
    }
    for live in all {
        assert!(live.holds(live.layout.size()), "something else was written here");
        // SAFETY: as above.
        unsafe { heap.free(live.memory, live.layout) };
    }
}

/// Whether a new block is aligned and lies in no other.
fn check(all: &[Live], new: usize) {
    let bounds = |live: &Live| (live.memory.addr(), live.memory.addr() + live.layout.size());
    let (begin, end) = bounds(&all[new]);
    assert_ne!(begin, 0);
    assert_eq!(begin % all[new].layout.align(), 0);
    for (at, other) in all.iter().enumerate().filter(|(at, _)| *at != new) {
        let other = bounds(other);
        assert!(end <= other.0 || other.1 <= begin, "{new} lies in {at}");
    }
    all[new].fill();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn blocks_are_aligned_apart_and_keep_what_is_in_them(
        steps in vec(step(), 0..300),
        shared in any::<bool>(),
    ) {
        run(&mut Heap::new(Arena::new(1 << 27, shared)), &steps);
    }

    #[test]
    fn a_block_wastes_at_most_a_fifth_or_seven_bytes(size in prop_oneof![0usize..1000, 0usize..1 << 31]) {
        let block = block_size(layout(size, 8));
        prop_assert!(block >= size);
        prop_assert!(block == SMALLEST || block - size <= (block / 5).max(7), "{size} in {block}");
        // And a block of this size is of its own class.
        prop_assert_eq!(block, block_size(layout(block, 8)));
        prop_assert_eq!(block % ALIGN, 0);
        prop_assert_eq!((4 | class(block) & 3) << (class(block) / 4 - 2), block);
    }
}

proptest! {
    // Each of them goes on for a thousand rounds.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_same_again_takes_no_more_memory(steps in vec(step(), 0..60), shared in any::<bool>()) {
        let mut heap = Heap::new(Arena::new(1 << 27, shared));
        let mut taken = Vec::new();
        for _ in 0..1000 {
            run(&mut heap, &steps);
            taken.push(heap.pages.used);
        }
        let settled = taken.iter().position(|used| Some(used) == taken.last());
        prop_assert!(settled < Some(30), "{settled:?} {taken:?}");
    }
}

/// The largest sizes that a layout may have.
#[test]
fn what_cannot_be_had_is_null_and_harms_nothing() {
    let mut heap = Heap::new(Arena::new(1 << 20, false));
    let small = heap.allocate(layout(24, 8));
    let most = isize::MAX.unsigned_abs();
    for (size, align) in [(1 << 21, 1), (most, 1), (most - 7, 8), (most - 63, 64), (0, 1 << 62)] {
        assert!(heap.allocate(layout(size, align)).is_null());
    }
    // SAFETY: the heap gave it for this layout.
    let moved = unsafe { heap.reallocate(small, layout(24, 8), layout(most - 7, 8)) };
    assert!(moved.is_null());
    // SAFETY: it is still there, as it could not be had larger.
    unsafe { heap.free(small, layout(24, 8)) };
    assert_eq!(heap.allocate(layout(20, 4)), small);
}

#[test]
fn what_is_last_grows_where_it_is() {
    let mut heap = Heap::new(Arena::new(1 << 26, false));
    let first = heap.allocate(layout(16, 1));
    let mut memory = first;
    for power in 4..24 {
        // SAFETY: the heap gave it for this layout.
        memory = unsafe { heap.reallocate(memory, layout(1 << power, 1), layout(2 << power, 1)) };
    }
    assert_eq!(memory, first);
    assert_eq!(heap.pages.used, 1 << 24);
}

#[test]
fn what_a_large_block_leaves_is_used_for_small_ones() {
    let mut heap = Heap::new(Arena::new(1 << 26, false));
    let large = heap.allocate(layout(12 << 20, 1));
    // SAFETY: the heap gave it for this layout.
    unsafe { heap.free(large, layout(12 << 20, 1)) };
    let used = heap.pages.used;
    for _ in 0..90_000 {
        assert!(!heap.allocate(layout(100, 4)).is_null());
    }
    assert_eq!(heap.pages.used, used);
}
