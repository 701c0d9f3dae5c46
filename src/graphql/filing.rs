//! Filings and their deadlines.

use async_graphql::{
    ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject, connection::Connection,
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{deadline, filing, member};

use super::{
    channel::Channel,
    connection::{Connected, by_id, connection, cost},
    custody::ManifestEntry,
    message::Message,
    offer::Offer,
    outcome::{OutcomeGroup, OwnOutcome},
    paper::Paper,
    payload::{payload, report, settle},
    viewer::{hub, key, signed_in, viewer_id},
    words::{DeadlineKind, Delivery, FilingStatus},
};
use crate::{
    domain::published,
    service::{
        self,
        access::Seen,
        filing::{Answer, Order},
        page::Page,
    },
};

/// One complaint version sent to one channel.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Filing {
    /// Id.
    pub(super) id: ID,
    /// Where it went.
    channel: Channel,
    /// How far its delivery has come.
    delivery: Delivery,
    /// What the channel did with it.
    status: FilingStatus,
    /// The channel's own words of its last answer; for members.
    channel_word: Option<String>,
    /// Why it was refused or ended; for members.
    ground: Option<String>,
    /// The channel's receipt number; for members.
    receipt: Option<String>,
    /// How many members are in it; null for strangers while they are fewer than five.
    member_count: Option<i64>,
    /// Money asked for, in fen; for strangers rounded down, and null while the members are fewer than five.
    claimed_fen: Option<i64>,
    /// SHA-256 of what was filed; for members.
    sha256: Option<String>,
    /// Merkle root of the evidence it carries, which its documents print; null when it carries none.
    evidence_root: Option<String>,
    /// When it was filed.
    filed_at: DateTime<Utc>,
    /// When the channel's server took it.
    sent_at: Option<DateTime<Utc>>,
    /// When the channel answered last.
    answered_at: Option<DateTime<Utc>>,
    /// Why an organiser filed it over what the admissibility check found; for members.
    override_reason: Option<String>,
    /// How many who said yes were left out because something stood in their way; for members.
    left_out: Option<i64>,
    #[graphql(skip)]
    row: filing::Model,
    #[graphql(skip)]
    seat: Option<member::Model>,
}

impl Filing {
    pub(super) fn new(row: filing::Model, seen: &Seen) -> Self {
        let inside = seen.seat.is_some();
        let people = row.member_count;
        Self {
            id: row.id.to_string().into(),
            channel: row.channel.into(),
            delivery: row.delivery.into(),
            status: row.status.into(),
            channel_word: row.channel_word.clone().filter(|_| inside),
            ground: row.ground.clone().filter(|_| inside),
            receipt: row.receipt.clone().filter(|_| inside),
            member_count: if inside { Some(people) } else { published::count(people) },
            claimed_fen: if inside { Some(row.claimed_fen) } else { published::sum(row.claimed_fen, people) },
            sha256: row.content_sha256.clone().filter(|_| inside),
            evidence_root: row.evidence_root.clone(),
            filed_at: row.filed_at,
            sent_at: row.sent_at,
            answered_at: row.answered_at,
            override_reason: row.override_reason.clone().filter(|_| inside),
            left_out: inside.then_some(row.left_out),
            seat: seen.seat.clone(),
            row,
        }
    }
}

#[ComplexObject]
impl Filing {
    /// Its deadlines.
    async fn deadlines(&self, ctx: &Context<'_>) -> Result<Vec<Deadline>> {
        let hub = hub(ctx);
        let rows = service::deadline::list(hub, &self.row.id).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(|row| Deadline::new(row, hub.now())).collect())
    }

    /// The evidence it carries, in the order of its Merkle tree; null for strangers.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn manifest(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Option<Connection<String, ManifestEntry>>> {
        if self.seat.is_none() {
            return Ok(None);
        }
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::manifest::list(hub(ctx), &self.row.id, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(Some(connection(slice, |row| by_id(row.place.to_string()), ManifestEntry::from)))
    }

    /// The parts in which a filing of many is typeset, one after the other; empty where it is one paper, null for strangers.
    #[graphql(complexity = "10 * child_complexity")]
    async fn papers(&self, ctx: &Context<'_>) -> Result<Option<Vec<Paper>>> {
        if self.seat.is_none() {
            return Ok(None);
        }
        let hub = hub(ctx);
        let rows = service::paper::of_filing(hub, &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(Some(rows.into_iter().map(|row| Paper::new(hub, row)).collect()))
    }

    /// What the operator proposed in answer to it, newest first; null for strangers.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn offers(&self, ctx: &Context<'_>) -> Result<Option<Vec<Offer>>> {
        let Some(seat) = &self.seat else { return Ok(None) };
        let rows = service::offer::list(hub(ctx), &self.row.id).await.map_err(|error| report(ctx, error))?;
        Ok(Some(rows.into_iter().map(|row| Offer::new(row, seat)).collect()))
    }

    /// What the case and the operator wrote to each other about it, newest first; strangers are given what a moderator let
    /// through.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn messages(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Message> {
        let inside = self.seat.is_some();
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::message::list(hub(ctx), &self.row.id, inside, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Message::new(row, inside)))
    }

    /// How many of its members really got what, by their own word, beside what the channel says; no group of fewer than
    /// five, and none from which such a group could be told.
    async fn outcomes(&self, ctx: &Context<'_>) -> Result<Vec<OutcomeGroup>> {
        let groups = service::outcome::groups(hub(ctx), &self.row).await;
        Ok(groups.map_err(|error| report(ctx, error))?.into_iter().map(OutcomeGroup::from).collect())
    }

    /// What the viewer got, which nobody else sees; null until they were asked or said so.
    async fn my_outcome(&self, ctx: &Context<'_>) -> Result<Option<OwnOutcome>> {
        let Some(account) = viewer_id(ctx) else { return Ok(None) };
        let mine = service::outcome::mine(hub(ctx), &account, &self.row.id).await;
        Ok(mine.map_err(|error| report(ctx, error))?.map(OwnOutcome::from))
    }

    /// Whether the viewer is in its schedule; null for strangers.
    async fn carries_me(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let Some(seat) = &self.seat else { return Ok(None) };
        let carries = service::filing::carries(hub(ctx), &self.row, &seat.id).await;
        carries.map(Some).map_err(|error| report(ctx, error))
    }
}

/// A day by which a channel must have done something.
#[derive(SimpleObject)]
pub struct Deadline {
    /// Id.
    pub(super) id: ID,
    /// What must have happened.
    kind: DeadlineKind,
    /// The last day, in Beijing.
    due_on: NaiveDate,
    /// The provision it rests on, or `promise` of the operator, or `own-rule`.
    basis: String,
    /// Whether the holiday calendar of that year was not out yet.
    provisional: bool,
    /// When it was met.
    met_at: Option<DateTime<Utc>>,
    /// Whether the day has ended without it; computed, never stored.
    overdue: bool,
}

impl Deadline {
    fn new(row: deadline::Model, now: DateTime<Utc>) -> Self {
        Self {
            overdue: service::deadline::is_overdue(&row, now),
            id: row.id.to_string().into(),
            kind: row.kind.into(),
            due_on: row.due_on,
            basis: row.basis,
            provisional: row.provisional,
            met_at: row.met_at,
        }
    }
}

/// What filing takes.
#[derive(InputObject)]
struct FileComplaintInput {
    /// The ballot that carried it.
    ballot_id: ID,
    /// Where it goes.
    channel: Channel,
    /// Whether members in whose way something stands are left out until it is mended; the others are filed.
    #[graphql(default)]
    leave_out_blocked: bool,
    /// Why it is filed over a blocking finding of the admissibility check; kept with the filing and shown to members.
    override_reason: Option<String>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The filing, queued.
    FileComplaintPayload {
        /// The filing.
        filing: Filing,
    }
}

/// A channel's answer.
#[derive(InputObject)]
struct RecordAnswerInput {
    /// The filing.
    filing_id: ID,
    /// What the channel did with it.
    status: FilingStatus,
    /// Its own words, verbatim.
    channel_word: Option<String>,
    /// Why it refused or ended; needed for both.
    ground: Option<String>,
    /// Its receipt number.
    receipt: Option<String>,
    /// The day it answered, in Beijing; today when left out.
    on_day: Option<NaiveDate>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The filing with the answer.
    RecordAnswerPayload {
        /// The filing.
        filing: Filing,
    }
}

/// Filing and recording answers.
#[derive(Default)]
pub struct FilingMutation;

#[Object]
impl FilingMutation {
    /// Files what a ballot carried, for the members who said yes and nobody else; for organisers. To every channel but the
    /// operator's desk a representative hands it in.
    async fn file_complaint(
        &self,
        ctx: &Context<'_>,
        input: FileComplaintInput,
    ) -> Result<FileComplaintPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.ballot_id, "ballot")?;
        let order = Order {
            channel: input.channel.into(),
            leave_out: input.leave_out_blocked,
            override_reason: input.override_reason,
        };
        let (row, user_errors) = settle(ctx, service::filing::file(hub, viewer, &id, &order).await)?;
        Ok(FileComplaintPayload { filing: shown(ctx, row).await?, user_errors })
    }

    /// Records a channel's answer; every member is told. For organisers.
    async fn record_answer(
        &self,
        ctx: &Context<'_>,
        input: RecordAnswerInput,
    ) -> Result<RecordAnswerPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let answer = Answer {
            status: input.status.into(),
            channel_word: input.channel_word,
            ground: input.ground,
            receipt: input.receipt,
            on_day: input.on_day,
        };
        let (row, user_errors) =
            settle(ctx, service::filing::record_answer(hub, viewer, &id, &answer).await)?;
        Ok(RecordAnswerPayload { filing: shown(ctx, row).await?, user_errors })
    }
}

pub(super) async fn shown(ctx: &Context<'_>, row: Option<filing::Model>) -> Result<Option<Filing>> {
    let Some(row) = row else { return Ok(None) };
    let seen = service::case::find(hub(ctx), super::viewer::caller(ctx), &row.case_id).await;
    let seen = seen.map_err(|error| report(ctx, error))?;
    Ok(Some(Filing::new(row, &seen)))
}
