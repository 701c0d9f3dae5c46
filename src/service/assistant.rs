//! The filing assistant: a representative is led step by step, copies what is prepared, opens the annexes of those they
//! represent, and records that it was handed in.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{EvidenceId, FilingId, FilingStatus, MemberRole, filing, mandate, member};

use super::{
    access::{self, Member, Viewer},
    content, delivery, identity, reminder,
};
use crate::{
    domain::{
        assistant::{self, Prepared},
        calendar::{beijing_date, start_of_beijing_day},
        channel::{self, Kind, Rules},
        claim::past_day,
        complaint::Entry,
        refusal::Refusal,
        text,
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Annexes opened at once.
const ANNEXES: u64 = 50;

/// How a filing is handed in.
pub struct Assistant {
    /// The filing.
    pub filing: filing::Model,
    /// The rules of its channel.
    pub rules: &'static Rules,
    /// The fields of the channel's form, filled in.
    pub fields: Vec<Prepared>,
    /// Whether the viewer may open annexes.
    pub opens_annexes: bool,
}

/// Somebody who may follow a filing: an organiser, or a representative.
struct Hand {
    seat: member::Model,
    mandate: Option<mandate::Model>,
    row: filing::Model,
}

/// Proves that the viewer organises the case of a filing, or represents its members.
async fn hand(hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<Hand> {
    let row = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    let Member { seat, .. } =
        access::member(&hub.db, viewer, &row.case_id).await.map_err(|error| error.about("filing"))?;
    let lasting = store::mandate::lasting(&hub.db, &row.case_id).await?;
    let mandate =
        lasting.into_iter().map(|(mandate, _)| mandate).find(|mandate| mandate.member_id == seat.id);
    if mandate.is_none() && seat.role != MemberRole::Organiser {
        return Err(Refusal::RepresentativesOnly.into());
    }
    Ok(Hand { seat, mandate, row })
}

/// The steps and the prepared fields of a filing, for its representatives and the organisers. Nobody is named in it.
///
/// # Errors
/// `REPRESENTATIVES_ONLY`, `NotFound`, or as [`access::member`].
pub async fn prepare(hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<Assistant> {
    let Hand { mandate, row, .. } = hand(hub, viewer, id).await?;
    let filed = content::filed(hub, &row)?;
    let rules = channel::of(row.channel);
    let fields = content::off_thread(move || {
        let unnamed = filed.unnamed().map_err(Error::fault("taking the names out of a filing"))?;
        Ok(assistant::prepare(rules, &unnamed))
    })
    .await?;
    Ok(Assistant { filing: row, rules, fields, opens_annexes: mandate.is_some() })
}

/// Opens the next annexes of a filing, at most 50, for a representative: of those whom the filed text says they speak for,
/// or who voted for them. Each opening is recorded and shown to whose identity it is.
///
/// # Errors
/// `REPRESENTATIVES_ONLY`, `NotFound`, or as [`access::member`].
pub async fn open_annexes(
    hub: &Hub,
    viewer: &Viewer,
    id: &FilingId,
    after: Option<&str>,
) -> Result<Vec<Entry>> {
    let Hand { seat, mandate, row } = hand(hub, viewer, id).await?;
    let mandate = mandate.ok_or(Refusal::RepresentativesOnly)?;
    let filed = content::filed(hub, &row)?;
    let is_named = filed.schedule.iter().any(|entry| entry.representative && entry.code == seat.code);
    let voters = (!is_named).then_some(&mandate.ballot_id);
    let mut entries: HashMap<String, Entry> =
        filed.schedule.into_iter().map(|entry| (entry.code.clone(), entry)).collect();
    hub.write(async |tx| {
        // Whoever resigned a moment ago opens nothing more.
        let lasts = store::mandate::find(tx, &mandate.id).await?.is_some_and(|row| row.ended_at.is_none());
        if !lasts {
            return Err(Refusal::RepresentativesOnly.into());
        }
        let seats = store::filing::seats_after(tx, id, voters, after, ANNEXES).await?;
        for theirs in &seats {
            identity::record(hub, tx, &theirs.account_id, id, Some(&seat.id)).await?;
        }
        Ok(seats)
    })
    .await
    .map(|seats| seats.into_iter().filter_map(|theirs| entries.remove(&theirs.code)).collect())
}

/// That a filing was handed in.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The number under which the channel has it.
    pub receipt: String,
    /// The day, in Beijing; today when left out.
    pub on_day: Option<NaiveDate>,
    /// A piece of the viewer's own evidence that shows it.
    pub proof: Option<EvidenceId>,
}

/// Records that a filing was handed in: it is submitted, and the channel's time runs from that day. For representatives and
/// organisers.
///
/// # Errors
/// `NOT_HANDED_IN` for what goes out by itself or was handed in, a refusal about a field, `NotFound` for the evidence of
/// somebody else, `REPRESENTATIVES_ONLY`, or as [`access::member`].
pub async fn record_submission(
    hub: &Hub,
    viewer: &Viewer,
    id: &FilingId,
    submission: &Submission,
) -> Result<filing::Model> {
    let Hand { seat, row, .. } = hand(hub, viewer, id).await?;
    if channel::of(row.channel).way() != Kind::Assisted {
        return Err(Refusal::NotHandedIn.into());
    }
    let now = hub.now();
    let receipt = text::line("receipt", &submission.receipt, 1, 80)?;
    let sent_at = match submission.on_day.filter(|day| *day != beijing_date(now)) {
        None => now,
        Some(day) => {
            past_day("onDay", day, beijing_date(now))?;
            let earliest = beijing_date(row.filed_at);
            if day < earliest {
                return Err(Refusal::TooEarly { field: "onDay", earliest: earliest.to_string() }.into());
            }
            start_of_beijing_day(day).max(row.filed_at)
        }
    };
    if let Some(proof) = &submission.proof {
        let owned = store::evidence::owned(&hub.db, &seat.id, vec![proof.clone()]).await?;
        if owned.is_empty() {
            return Err(Error::NotFound("evidence"));
        }
    }
    hub.write(async |tx| {
        store::case::hold(tx, &row.case_id).await?;
        let seat = access::still(tx, viewer, &seat).await?;
        let row = store::filing::hold(tx, id).await?;
        if row.status != FilingStatus::Prepared {
            return Err(Refusal::NotHandedIn.into());
        }
        let row = filing::Model {
            receipt: Some(receipt.clone()),
            sent_at: Some(sent_at),
            submitted_by: Some(seat.id.clone()),
            proof_id: submission.proof.clone(),
            ..row
        };
        let row = delivery::handed_over(hub, tx, reminder::handed_in(row, now), Some(&seat)).await?;
        Ok(row)
    })
    .await
}
