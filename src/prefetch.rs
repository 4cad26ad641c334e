//! Memory that is needed soon, asked for now: tables of a megabyte and more are not in a processor's nearest cache, and
//! who knows a dozen places ahead of time waits for all of them together.

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
