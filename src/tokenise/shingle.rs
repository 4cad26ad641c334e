//! Runs of stems as one hash each.

use crate::random::GOLDEN_GAMMA;
use xxhash_rust::xxh3::xxh3_64;

/// Stems in a shingle.
///
/// Why 3: true copies that went through scanners share only 30 % of their runs of three; longer runs would share less.
pub const SHINGLE: usize = 3;

/// Hash of three stems in order: unit-free, spread over 64 bits, stable across versions and machines.
#[inline]
pub fn shingle_hash(a: u32, b: u32, c: u32) -> u64 {
    // The finaliser of MurmurHash3 over a mix of the three: each input bit moves every output bit.
    let low = u64::from(a) | u64::from(b) << 32;
    let mut h =
        low.wrapping_mul(GOLDEN_GAMMA) ^ (u64::from(c).wrapping_add(0x632b_e5ab)).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// XXH3 over the little-endian bytes of a run of stems, in order; stable across versions and machines.
pub fn hash_stems(stems: &[u32]) -> u64 {
    if cfg!(target_endian = "little") {
        return xxh3_64(bytemuck::cast_slice(stems));
    }
    let bytes: Vec<u8> = stems.iter().flat_map(|stem| stem.to_le_bytes()).collect();
    xxh3_64(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stems_are_hashed_as_one_run_of_bytes(stems in proptest::collection::vec(0u32.., 0..300)) {
            let bytes: Vec<u8> = stems.iter().flat_map(|stem| stem.to_le_bytes()).collect();
            prop_assert_eq!(hash_stems(&stems), xxh3_64(&bytes));
        }
    }
}
