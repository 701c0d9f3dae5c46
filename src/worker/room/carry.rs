//! One letter on its way out, and what its outcome means.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;
use tracing::{debug, error, warn};

use crate::{
    mail::{Reason, SendFault, Sender, Stationery},
    metrics,
    service::post::{Due, Fate},
};

/// A letter in hand.
pub(super) struct Held {
    pub(super) due: Due,
    pub(super) begin_by: Instant,
    pub(super) end_by: Instant,
}

/// A letter that was carried, and the sender that carried it.
pub(super) struct Carried {
    pub(super) sender: Sender,
    pub(super) due: Due,
    outcome: Result<(), SendFault>,
    took: Duration,
}

/// Puts a letter into words and sends it, or gives it up for now when its lease runs out.
pub(super) async fn carry(stationery: &Stationery, mut sender: Sender, held: Held) -> Carried {
    let Held { due, end_by, .. } = held;
    let begun = Instant::now();
    let outcome = match stationery.compose(&due.envelope, &[], due.date) {
        Ok(message) => match tokio::time::timeout_at(end_by, sender.send(&message)).await {
            Ok(sent) => sent.map(drop),
            Err(_) => Err(SendFault::again(Reason::Timeout)),
        },
        Err(fault) => {
            error!(letter.id = %due.id, ?fault, "letter {} has no words", due.id);
            Err(fault.verdict())
        }
    };
    Carried { sender, due, outcome, took: begun.elapsed() }
}

impl Carried {
    /// Whether it went well, and at once.
    pub(super) fn is_quick(&self) -> bool {
        self.outcome.is_ok() && self.took < super::STUCK
    }

    /// Whether its host let us wait in vain.
    pub(super) fn met_silence(&self) -> bool {
        self.outcome == Err(SendFault::again(Reason::Timeout))
    }

    /// Whether no letter to anybody can go for now.
    pub(super) fn met_closed_door(&self) -> bool {
        matches!(
            self.outcome,
            Err(SendFault::Again { reason: Reason::Connect | Reason::Tls | Reason::Auth | Reason::Disk })
        )
    }

    /// What becomes of the letter now.
    pub(super) fn fate(&self, now: DateTime<Utc>) -> Fate {
        let due = &self.due;
        let reason = match self.outcome {
            Ok(()) => {
                metrics::letters("sent", 1);
                debug!(letter.id = %due.id, "letter {} was sent", due.id);
                return Fate::Sent;
            }
            Err(SendFault::Again { reason }) => {
                let reason = reason.to_string();
                if let Some(at) = due.next_attempt(now) {
                    metrics::letters("deferred", 1);
                    warn!(letter.id = %due.id, reason, "letter {} is put off until {at}", due.id);
                    return Fate::Again { at, reason };
                }
                reason
            }
            Err(SendFault::Never { code, .. }) => format!("refused {code}"),
        };
        metrics::letters("failed", 1);
        warn!(letter.id = %due.id, reason, "letter {} is given up", due.id);
        let suppress = matches!(self.outcome, Err(SendFault::Never { suppress: true, .. }));
        Fate::Failed { reason, suppress: suppress.then(|| due.envelope.to.clone()) }
    }
}
