//! What members really got, told by themselves.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::outcome;

use super::{
    payload::{payload, settle},
    viewer::{key, signed_in},
};
use crate::service::{
    self,
    outcome::{Group, Told},
};

/// What a member really got.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Got")]
pub enum Got {
    /// All the money.
    PaidInFull,
    /// Part of the money.
    PaidInPart,
    /// What was bought, or a working one instead.
    Delivered,
    /// The account, unlocked.
    AccountRestored,
    /// Nothing: it was refused.
    Refused,
    /// Nothing: nobody answered, or what was promised did not come.
    NoAnswer,
    /// Nothing: they gave it up.
    Withdrew,
}

/// How many members of a filing got what, by their own word.
#[derive(SimpleObject)]
pub struct OutcomeGroup {
    /// What they got.
    got: Got,
    /// How many.
    people: i64,
    /// Fen in all, rounded down; null where nobody was paid.
    amount_fen: Option<i64>,
}

impl From<Group> for OutcomeGroup {
    fn from(group: Group) -> Self {
        Self { got: group.got.into(), people: group.people, amount_fen: group.amount_fen }
    }
}

/// What the viewer got of a filing, which nobody else sees.
#[derive(SimpleObject)]
pub struct OwnOutcome {
    /// What they got; null until they said so.
    got: Option<Got>,
    /// Fen they got.
    amount_fen: Option<i64>,
    /// Evidence of theirs that shows it.
    evidence_id: Option<ID>,
    /// When they said so, or last changed it.
    told_at: Option<DateTime<Utc>>,
}

impl From<outcome::Model> for OwnOutcome {
    fn from(row: outcome::Model) -> Self {
        Self {
            got: row.got.map(Got::from),
            amount_fen: row.amount_fen,
            evidence_id: row.evidence_id.map(|id| id.to_string().into()),
            told_at: row.told_at,
        }
    }
}

/// What somebody got.
#[derive(InputObject)]
struct ReportOutcomeInput {
    /// The filing.
    filing_id: ID,
    /// What they got.
    got: Got,
    /// Fen they got; needed where they were paid.
    amount_fen: Option<i64>,
    /// Evidence of their own that shows it; it may be left out.
    evidence_id: Option<ID>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// What the viewer got, as it stands.
    ReportOutcomePayload {
        /// What they got.
        outcome: OwnOutcome,
    }
}

/// The filing in which what was promised did not come.
#[derive(InputObject)]
struct ReopenUnpaidInput {
    /// The filing in which the viewer settled.
    filing_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The claim goes on.
    ReopenUnpaidPayload {
        /// Since when.
        broken_at: DateTime<Utc>,
    }
}

/// What members really got.
#[derive(Default)]
pub struct OutcomeMutation;

#[Object]
impl OutcomeMutation {
    /// Says what the viewer got of a filing, or something else than before; also after leaving the case.
    async fn report_outcome(
        &self,
        ctx: &Context<'_>,
        input: ReportOutcomeInput,
    ) -> Result<ReportOutcomePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let evidence = input.evidence_id.as_ref().map(|id| key(ctx, id, "evidence")).transpose()?;
        let told = Told { got: input.got.into(), amount_fen: input.amount_fen, evidence };
        let (row, user_errors) = settle(ctx, service::outcome::report(hub, viewer, &id, &told).await)?;
        Ok(ReportOutcomePayload { outcome: row.map(OwnOutcome::from), user_errors })
    }

    /// Goes on with one's claim because what was promised did not come: the next version speaks for the viewer again, and
    /// a case that was closed is reopened.
    async fn reopen_unpaid(
        &self,
        ctx: &Context<'_>,
        input: ReopenUnpaidInput,
    ) -> Result<ReopenUnpaidPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let (row, user_errors) = settle(ctx, service::outcome::reopen(hub, viewer, &id).await)?;
        Ok(ReopenUnpaidPayload { broken_at: row.and_then(|row| row.broken_at), user_errors })
    }
}
