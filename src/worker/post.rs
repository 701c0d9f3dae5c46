//! Letters: taken in batches, sent by several senders at once, recorded in groups.

use std::sync::Arc;

use super::{Worker, room::Room, shift::Shift};

/// Sends letters until the shift ends; tells how many it took.
pub(super) async fn work(worker: Arc<Worker>, mut shift: Shift) -> usize {
    let mut room = Room::open(worker);
    room.work(&mut shift).await;
    room.close().await
}
