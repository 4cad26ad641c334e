//! Memory that is needed soon, asked for now: tables of a megabyte and more are not in a processor's nearest cache, and
//! who knows a dozen places ahead of time waits for all of them together.

/// Asks the processor to bring `place` near; changes nothing, and does nothing where there is no such request.
#[inline(always)]
pub fn prefetch<T>(place: &T) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a hint, which no address can make fault; this one is of something borrowed anyhow.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast());
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = place;
}
