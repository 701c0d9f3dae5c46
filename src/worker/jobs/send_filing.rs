//! Mails a filing to the operator's complaint mailbox.

use entity::{JobId, Locale};

use super::{Failure, Run};
use crate::{
    error::Error,
    mail::{Attachment, Envelope, SendFault, Template},
    service::delivery::{self, Pack, Send},
    worker::Worker,
};

impl Run for Send {
    /// A filing that went out and could not be recorded goes out again with the same Message-ID and date, and is
    /// one mail in the operator's mailbox.
    async fn run(&self, worker: &Worker, _id: &JobId) -> Result<(), Failure> {
        let Some(Pack { filing, facts, reply_to, files }) = delivery::pack(&worker.hub, &self.filing).await?
        else {
            return Ok(()); // sent already, or taken back
        };
        let envelope = Envelope {
            letter_id: filing.id.to_string(),
            to: filing.recipient.clone(),
            locale: Locale::ZhCn,
            template: Template::Filing,
            facts,
            unsubscribe_url: None,
            reply_to,
            discreet: false,
        };
        let attachments: Vec<_> = files
            .into_iter()
            .map(|(name, kind, bytes)| Attachment { name, content_type: kind.to_owned(), bytes })
            .collect();
        let outcome = match worker.stationery.compose(&envelope, &attachments, filing.filed_at) {
            Ok(message) => worker.mailer.send(&message).await,
            Err(fault) => {
                tracing::error!(filing.id = %filing.id, ?fault, "filing {} has no words", filing.id);
                Err(fault.verdict())
            }
        };
        match outcome {
            Ok(_) => Ok(delivery::sent(&worker.hub, &filing.id).await?),
            Err(SendFault::Again { reason }) => Err(Failure::Again(reason.to_string())),
            Err(SendFault::Never { code, .. }) => Err(Failure::Never(format!("refused {code}"))),
        }
    }

    async fn give_up(&self, worker: &Worker, reason: &str) -> Result<(), Error> {
        delivery::failed(&worker.hub, &self.filing, reason).await
    }
}
