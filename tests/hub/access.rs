//! Who may do and see what: every mutation and every field that is not for everybody, for everybody.
//!
//! The tables are compared with the schema: a mutation, a query or a field of a protected type that has no row
//! fails the test, so that no door opens unwatched.

mod doors;
mod fields;
mod invisible;
mod mutations;
mod numbers;
mod schema;
pub mod world;
