//! The command's memory.

/// Threads give back what others took: with the allocator of the C library they wait for each other then.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What jemalloc reads when it begins: pages of 2 MiB where the system has them, since most of what is looked up lies far
/// apart; and what was freed is kept for half a minute, since it is soon needed again.
///
/// Invariant: the name and the type are those of jemalloc's `const char *malloc_conf`, a thin pointer to bytes that end in 0.
#[unsafe(export_name = "_rjem_malloc_conf")]
static MALLOC_CONF: &[u8; 49] = b"thp:always,dirty_decay_ms:30000,muzzy_decay_ms:0\0";
