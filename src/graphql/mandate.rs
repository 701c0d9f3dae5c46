//! Representatives: candidates, mandates, and the ballots about them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{candidacy, mandate};

use super::{
    ballot::Ballot,
    case::CaseInput,
    payload::{payload, settle},
    viewer::{key, signed_in},
};
use crate::service;

/// Why a representative's mandate ended.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::MandateEnding")]
pub enum MandateEnding {
    /// They gave it back.
    Resigned,
    /// Members put somebody else in their place.
    Replaced,
    /// They left the case.
    Left,
}

/// A representative's mandate. It speaks only for those who said yes in its ballot, or to a text that names it.
#[derive(SimpleObject)]
pub struct Mandate {
    /// Id.
    id: ID,
    /// Pseudonym of the representative.
    code: String,
    /// The ballot that gave it.
    ballot_id: ID,
    /// When it began.
    began_at: DateTime<Utc>,
    /// When it ended.
    ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    ending: Option<MandateEnding>,
}

impl Mandate {
    pub(super) fn new(row: mandate::Model, code: String) -> Self {
        Self {
            id: row.id.to_string().into(),
            code,
            ballot_id: row.ballot_id.to_string().into(),
            began_at: row.began_at,
            ended_at: row.ended_at,
            ending: row.ending.map(MandateEnding::from),
        }
    }
}

/// A member who stands for representative.
#[derive(SimpleObject)]
pub struct Candidacy {
    /// Their pseudonym.
    code: String,
    /// Why one should elect them, anonymised.
    statement: String,
    /// Since when.
    stood_at: DateTime<Utc>,
}

impl Candidacy {
    pub(super) fn new(row: candidacy::Model, code: String) -> Self {
        Self { code, statement: row.statement, stood_at: row.stood_at }
    }
}

/// Standing for representative.
#[derive(InputObject)]
struct StandForRepresentativeInput {
    /// The case.
    case_id: ID,
    /// Why one should elect you, 5 to 500 characters; shown anonymised.
    statement: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The candidacy as it stands.
    StandForRepresentativePayload {
        /// The statement as others read it.
        statement: String,
    }
}

payload! {
    /// The candidacy is taken back.
    WithdrawCandidacyPayload {
        /// Pseudonym of who stands no longer.
        code: String,
    }
}

payload! {
    /// The mandate that ended.
    ResignMandatePayload {
        /// When it ended.
        ended_at: DateTime<Utc>,
    }
}

/// What an election takes.
#[derive(InputObject)]
struct OpenElectionInput {
    /// The case.
    case_id: ID,
    /// When it ends, a minute to 30 days from now.
    closes_at: DateTime<Utc>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The open election.
    OpenElectionPayload {
        /// The ballot.
        ballot: Ballot,
    }
}

/// What a ballot on replacing a representative takes.
#[derive(InputObject)]
struct OpenReplacementInput {
    /// The case.
    case_id: ID,
    /// Pseudonym of the representative to be replaced, also of one who resigned.
    leaving: String,
    /// Pseudonym of the candidate who would take their place.
    candidate: String,
    /// Why, 4 to 500 characters.
    reason: String,
    /// When it ends, a minute to 30 days from now.
    closes_at: DateTime<Utc>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The open ballot.
    OpenReplacementPayload {
        /// The ballot.
        ballot: Ballot,
    }
}

/// What a ballot on taking back a filing takes.
#[derive(InputObject)]
struct OpenWithdrawalInput {
    /// The filing.
    filing_id: ID,
    /// Why, 4 to 500 characters.
    reason: String,
    /// When it ends, a minute to 30 days from now.
    closes_at: DateTime<Utc>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The open ballot.
    OpenWithdrawalPayload {
        /// The ballot.
        ballot: Ballot,
    }
}

/// Representatives.
#[derive(Default)]
pub struct MandateMutation;

#[Object]
impl MandateMutation {
    /// Stands for representative, or says anew why; for members with a claim and a complete identity.
    async fn stand_for_representative(
        &self,
        ctx: &Context<'_>,
        input: StandForRepresentativeInput,
    ) -> Result<StandForRepresentativePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let stood = service::mandate::stand(hub, viewer, &id, &input.statement).await;
        let (row, user_errors) = settle(ctx, stood)?;
        Ok(StandForRepresentativePayload { statement: row.map(|row| row.statement), user_errors })
    }

    /// Stands no longer.
    async fn withdraw_candidacy(
        &self,
        ctx: &Context<'_>,
        input: CaseInput,
    ) -> Result<WithdrawCandidacyPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (seat, user_errors) = settle(ctx, service::mandate::step_down(hub, viewer, &id).await)?;
        Ok(WithdrawCandidacyPayload { code: seat.map(|seat| seat.code), user_errors })
    }

    /// Gives the viewer's mandate back.
    async fn resign_mandate(&self, ctx: &Context<'_>, input: CaseInput) -> Result<ResignMandatePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (row, user_errors) = settle(ctx, service::mandate::resign(hub, viewer, &id).await)?;
        Ok(ResignMandatePayload { ended_at: row.and_then(|row| row.ended_at), user_errors })
    }

    /// Puts the candidates to the vote; for organisers. At most two are elected.
    async fn open_election(
        &self,
        ctx: &Context<'_>,
        input: OpenElectionInput,
    ) -> Result<OpenElectionPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let opened = service::mandate::open_election(hub, viewer, &id, input.closes_at).await;
        let (row, user_errors) = settle(ctx, opened)?;
        Ok(OpenElectionPayload { ballot: row.map(Ballot::from), user_errors })
    }

    /// Puts to the vote whether a candidate takes the place of a representative; for organisers.
    async fn open_replacement(
        &self,
        ctx: &Context<'_>,
        input: OpenReplacementInput,
    ) -> Result<OpenReplacementPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let who = (input.leaving.as_str(), input.candidate.as_str());
        let opened =
            service::mandate::open_replacement(hub, viewer, &id, who, &input.reason, input.closes_at).await;
        let (row, user_errors) = settle(ctx, opened)?;
        Ok(OpenReplacementPayload { ballot: row.map(Ballot::from), user_errors })
    }

    /// Asks everybody in a filing whether they take their part of it back; for organisers.
    async fn open_withdrawal(
        &self,
        ctx: &Context<'_>,
        input: OpenWithdrawalInput,
    ) -> Result<OpenWithdrawalPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let opened =
            service::mandate::open_withdrawal(hub, viewer, &id, &input.reason, input.closes_at).await;
        let (row, user_errors) = settle(ctx, opened)?;
        Ok(OpenWithdrawalPayload { ballot: row.map(Ballot::from), user_errors })
    }
}
