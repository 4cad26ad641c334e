//! Memory that is needed soon, asked for now: tables of a megabyte and more are not in a processor's nearest cache, and
//! who knows a dozen places ahead of time waits for all of them together.

use bytemuck::{AnyBitPattern, NoUninit, bytes_of_mut};
use std::hint::black_box;

/// Bytes of a page of memory, on most systems.
const PAGE: usize = 4096;

/// Asks the processor to bring `place` near; changes nothing, and does nothing where there is no such request.
#[inline(always)]
pub fn prefetch<T>(place: &T) {
    prefetch_at(place);
}

/// The same for a place that need not be read to be named, such as what a pointer leads to.
#[inline(always)]
pub fn prefetch_at<T>(place: *const T) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a hint, which no address can make fault.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(place.cast());
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = place;
}

/// Writes to each page of a part of a table that is all 0 at first, and leaves it as it is: the system gives memory when it
/// is first written to. A page that was read before it gives a second time, and then all threads wait, some 30 µs.
pub fn ask_for_pages<T: NoUninit + AnyBitPattern>(table: &mut [T]) {
    let pages = table.iter_mut().step_by((PAGE / size_of::<T>()).max(1));
    pages.for_each(|first| bytes_of_mut(first)[0] |= black_box(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stays_as_it_is() {
        let filled: Vec<u16> = (0..10_000).collect();
        let mut table = filled.clone();
        ask_for_pages(&mut table);
        ask_for_pages(&mut table[9_999..]);
        ask_for_pages::<u16>(&mut []);
        assert_eq!(table, filled);
    }
}
