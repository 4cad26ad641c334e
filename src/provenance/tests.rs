//! The case table, and what must hold for any article.
use super::*;
