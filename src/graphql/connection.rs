//! Relay connections over keyset pages.

use async_graphql::{
    OutputType, Result,
    connection::{Connection, Edge, EmptyFields},
};

use crate::service::page::{MOST, Slice, cursor};

/// A connection of one page; `key` says where a row stands.
pub(super) fn connection<R, T: OutputType>(
    slice: Slice<R>,
    key: impl Fn(&R) -> String,
    shown: impl Fn(R) -> T,
) -> Connection<String, T, EmptyFields, EmptyFields> {
    let mut connection = Connection::new(slice.has_previous, slice.has_next);
    connection.edges.extend(slice.rows.into_iter().map(|row| Edge::new(key(&row), shown(row))));
    connection
}

/// The complexity of a connection: what a page of it costs at most. A longer page is refused as bad input, not as
/// too complex.
pub(super) fn cost(first: Option<i32>, each: usize) -> usize {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let rows = first.map_or(20, |count| usize::try_from(count).unwrap_or_default().min(most));
    5 + rows * each
}

/// The cursor of a row that stands where its id says.
pub(super) fn by_id(id: impl AsRef<str>) -> String {
    cursor(&[id.as_ref()])
}

/// A connection as resolvers give it.
pub(super) type Connected<T> = Result<Connection<String, T, EmptyFields, EmptyFields>>;
