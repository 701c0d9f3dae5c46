//! Typesets the parts of a complaint of many.

use entity::JobId;

use super::{Failure, Run};
use crate::{
    error::Error,
    service::paper::{self, Print},
    worker::Worker,
};

impl Run for Print {
    /// Each part is recorded when it is drawn: a worker that vanishes loses the one it had in hand.
    async fn run(&self, worker: &Worker, _id: &JobId) -> Result<(), Failure> {
        Ok(paper::draw(&worker.hub, self).await?)
    }

    async fn give_up(&self, worker: &Worker, _reason: &str) -> Result<(), Error> {
        paper::give_up(&worker.hub, self).await
    }
}
