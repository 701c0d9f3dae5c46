//! What no well-made client sends is refused with a clear code, and nothing of it is kept.

mod fields;
mod requests;
mod votes;
