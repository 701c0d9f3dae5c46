//! Offers of the example world: put to the members, who answer them at once.

use chrono::TimeDelta;
use entity::{FilingId, FilingStatus};

use super::Play;
use crate::{
    error::Result,
    service::{
        access::{self, Viewer},
        offer::{self, Draft},
    },
};

/// How long members may answer; every step that follows on an offer comes later.
const DAYS: i64 = 3;

/// The same where nothing follows.
const OPEN: i64 = 60;

impl Play<'_> {
    /// Puts an offer to the members: all accept it where the world goes on as agreed, a third of them where it ends
    /// otherwise, and nobody has answered yet where nothing follows.
    pub(super) async fn offer(
        &mut self,
        number: usize,
        organiser: &Viewer,
        filing: &FilingId,
        terms: &str,
        next: Option<FilingStatus>,
    ) -> Result<()> {
        let hub = self.hub.clone();
        let draft = Draft {
            terms: terms.to_owned(),
            amount_fen: None,
            parts: Vec::new(),
            pay_by: None,
            closes_at: hub.now() + TimeDelta::days(if next.is_some() { DAYS } else { OPEN }),
        };
        let row = offer::record(&hub, organiser, filing, draft).await?;
        let Some(next) = next else { return Ok(()) };
        for seat in 0..self.seats[number].len() {
            let viewer = self.seated(number, seat).await?;
            let Ok(member) = access::member(&hub.db, &viewer, &row.case_id).await else { continue };
            let Some(mine) = offer::mine(&hub, &row, &member.seat.id).await? else { continue };
            let accepts = next == FilingStatus::Agreed || seat % 3 == 0;
            offer::answer(&hub, &viewer, &row.id, &mine.sheet.sha256(), accepts).await?;
        }
        Ok(())
    }
}
