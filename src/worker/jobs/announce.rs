//! Writes the letters about an event.

use entity::JobId;

use super::{Failure, Run};
use crate::{
    service::letter::{Announce, announce_page},
    worker::Worker,
};

impl Run for Announce {
    /// A page is a transaction, which also notes where the next one begins: a worker that vanishes loses no page,
    /// and a page written twice writes no letter twice.
    async fn run(&self, worker: &Worker, id: &JobId) -> Result<(), Failure> {
        let mut next = Some(self.clone());
        while let Some(page) = next {
            next = announce_page(&worker.hub, id, &page).await?;
        }
        Ok(())
    }
}
