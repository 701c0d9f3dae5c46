//! Ballots and votes.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{ballot, vote};

use super::{
    channel::Channel,
    complaint::Complaint,
    connection::{Connected, by_id, connection, cost},
    payload::{payload, report, settle},
    release::{Release, ReleaseStatement},
    viewer::{caller, hub, key, signed_in},
    words::{BallotState, Choice},
};
use crate::{
    domain::ballot::{Receipt, Subject},
    service::{self, ballot::Cast, page::Page},
};

/// What a ballot decides.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::BallotKind")]
pub enum BallotKind {
    /// Whether a version of the complaint is filed, for those who say yes.
    Complaint,
    /// Who represents those who vote: two at most.
    Election,
    /// Whether one representative takes the place of another, for those who say yes.
    Replacement,
    /// Whether those who say yes take their part of a filing back.
    Withdrawal,
}

/// A decision of the members on an exact hash; only members of its case are given this object.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Ballot {
    /// Id.
    pub(super) id: ID,
    /// What kind of decision it is.
    kind: BallotKind,
    /// The version that is voted on; null where it is on something else.
    complaint_id: Option<ID>,
    /// What is voted on as canonical JSON, whose SHA-256 is the hash; null for a complaint.
    subject: Option<String>,
    /// The hash of what is voted on.
    sha256: String,
    /// How it stands.
    state: BallotState,
    /// How many members may vote; fixed when it opened.
    electorate: i64,
    /// How many of them must say yes; fixed when it opened.
    quorum: i32,
    /// When it opened.
    opened_at: DateTime<Utc>,
    /// When it ends.
    closes_at: DateTime<Utc>,
    /// When it was closed and counted.
    closed_at: Option<DateTime<Utc>>,
    /// Votes in favour; null until it is closed.
    yes: Option<i64>,
    /// Votes against; null until it is closed.
    no: Option<i64>,
    /// Abstentions; null until it is closed.
    abstain: Option<i64>,
    /// Hash of the list of votes, as `src/domain/ballot/tally.rs` says; null until it is closed.
    tally_sha256: Option<String>,
    #[graphql(skip)]
    row: ballot::Model,
}

impl From<ballot::Model> for Ballot {
    fn from(row: ballot::Model) -> Self {
        let counted = |votes| row.closed_at.is_some().then_some(votes);
        Self {
            id: row.id.to_string().into(),
            kind: row.kind.into(),
            complaint_id: row.complaint_id.as_ref().map(|id| id.to_string().into()),
            subject: row.subject.clone(),
            tally_sha256: row.tally_sha256.clone(),
            sha256: row.sha256.clone(),
            state: row.state.into(),
            electorate: row.electorate,
            quorum: row.quorum,
            opened_at: row.opened_at,
            closes_at: row.closes_at,
            closed_at: row.closed_at,
            yes: counted(row.yes),
            no: counted(row.no),
            abstain: counted(row.abstain),
            row,
        }
    }
}

#[ComplexObject]
impl Ballot {
    /// The viewer's own vote, which nobody else sees.
    async fn my_vote(&self, ctx: &Context<'_>) -> Result<Option<Vote>> {
        let row = service::ballot::mine(hub(ctx), caller(ctx), &self.row).await;
        Ok(row.map_err(|error| report(ctx, error))?.map(Vote::from))
    }

    /// The version that is voted on; null where it is on something else.
    async fn complaint(&self, ctx: &Context<'_>) -> Result<Option<Complaint>> {
        let Some(id) = &self.row.complaint_id else { return Ok(None) };
        let row = service::complaint::find(hub(ctx), caller(ctx), id).await;
        Ok(Some(row.map_err(|error| report(ctx, error))?.into()))
    }

    /// What a member is told about each receiver before they let themself be named to it; nothing where it files nothing.
    #[graphql(complexity = "8 * child_complexity")]
    async fn release_statements(&self, ctx: &Context<'_>) -> Result<Vec<ReleaseStatement>> {
        let told = service::release::statements(&hub(ctx).db, &self.row).await;
        let told = told.map_err(|error| report(ctx, error))?;
        Ok(told.into_iter().map(ReleaseStatement::from).collect())
    }

    /// To whom the viewer lets a filing name them; nobody else sees it.
    #[graphql(complexity = "8 * child_complexity")]
    async fn my_releases(&self, ctx: &Context<'_>) -> Result<Vec<Release>> {
        let rows = service::release::mine(hub(ctx), caller(ctx), &self.row).await;
        Ok(rows.map_err(|error| report(ctx, error))?.into_iter().map(Release::from).collect())
    }

    /// Who can be voted for, in an election.
    async fn candidates(&self, ctx: &Context<'_>) -> Result<Vec<BallotCandidate>> {
        let subject = service::ballot::subject(&self.row).map_err(|error| report(ctx, error))?;
        let candidates = subject.iter().flat_map(Subject::candidates).cloned();
        Ok(candidates.map(|it| BallotCandidate { code: it.code, statement: it.statement }).collect())
    }

    /// Pseudonyms of those whom it elected.
    #[graphql(complexity = "2")]
    async fn elected(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        if !matches!(self.kind, BallotKind::Election | BallotKind::Replacement) || self.closed_at.is_none() {
            return Ok(Vec::new());
        }
        service::tally::elected(hub(ctx), &self.row).await.map_err(|error| report(ctx, error))
    }

    /// Every vote by its receipt once the ballot is closed, in the order of the receipts: whoever voted finds theirs, and
    /// anybody can count again.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn votes(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<PublishedVote> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::tally::votes(hub(ctx), &self.row, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |vote| by_id(&vote.receipt), PublishedVote::from))
    }
}

/// Somebody who can be voted for.
#[derive(SimpleObject)]
pub struct BallotCandidate {
    /// Their pseudonym.
    code: String,
    /// Why one should elect them, anonymised.
    statement: String,
}

/// A vote as it is published: nobody but its owner knows whose it is.
#[derive(SimpleObject)]
pub struct PublishedVote {
    /// By which its owner knows it.
    receipt: String,
    /// What was said.
    choice: Choice,
    /// For whom, in an election.
    candidates: Vec<String>,
}

impl From<Receipt> for PublishedVote {
    fn from(vote: Receipt) -> Self {
        Self { receipt: vote.receipt, choice: vote.choice.into(), candidates: vote.candidates }
    }
}

/// The viewer's own vote.
#[derive(SimpleObject)]
pub struct Vote {
    /// What they said.
    choice: Choice,
    /// The hash they had before their eyes.
    sha256: String,
    /// Whether the filing may carry their identity.
    release_identity: bool,
    /// By which it is found in the published list once the ballot is closed; nobody else is told it.
    receipt: Option<String>,
    /// For whom, in an election.
    candidates: Vec<String>,
    /// When it was cast or last changed.
    cast_at: DateTime<Utc>,
}

impl From<vote::Model> for Vote {
    fn from(row: vote::Model) -> Self {
        Self {
            choice: row.choice.into(),
            sha256: row.sha256,
            release_identity: row.release,
            receipt: row.receipt,
            // It was written by this program as a list of texts.
            candidates: row.candidates.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
            cast_at: row.cast_at,
        }
    }
}

/// What opening a ballot takes.
#[derive(InputObject)]
struct OpenBallotInput {
    /// The version; it must be the newest of its case.
    complaint_id: ID,
    /// When it ends, an hour to 30 days from now.
    closes_at: DateTime<Utc>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The open ballot.
    OpenBallotPayload {
        /// The ballot.
        ballot: Ballot,
    }
}

/// A vote.
#[derive(InputObject)]
struct CastVoteInput {
    /// The ballot.
    ballot_id: ID,
    /// The hash the member has before their eyes.
    sha256: String,
    /// What they say.
    choice: Choice,
    /// Whether the filing may carry their identity; a yes to a complaint needs it.
    release_identity: Option<bool>,
    /// To whom, each as its release statement tells; to every receiver where none is named.
    #[graphql(validator(max_items = 20))]
    release_to: Option<Vec<Channel>>,
    /// Pseudonyms of one or two candidates; a yes in an election needs them.
    #[graphql(validator(max_items = 10))]
    candidates: Option<Vec<String>>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The vote as it stands.
    CastVotePayload {
        /// The vote.
        vote: Vote,
    }
}

/// Opening ballots and voting.
#[derive(Default)]
pub struct BallotMutation;

#[Object]
impl BallotMutation {
    /// Puts the newest version to the vote; for organisers.
    async fn open_ballot(&self, ctx: &Context<'_>, input: OpenBallotInput) -> Result<OpenBallotPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.complaint_id, "complaint")?;
        let (row, user_errors) = settle(ctx, service::ballot::open(hub, viewer, &id, input.closes_at).await)?;
        Ok(OpenBallotPayload { ballot: row.map(Ballot::from), user_errors })
    }

    /// Casts or changes a vote, until the ballot ends.
    async fn cast_vote(&self, ctx: &Context<'_>, input: CastVoteInput) -> Result<CastVotePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.ballot_id, "ballot")?;
        let release_to: Option<Vec<_>> =
            input.release_to.map(|channels| channels.into_iter().map(Into::into).collect());
        let cast = Cast {
            release_to: release_to.as_deref(),
            sha256: &input.sha256,
            choice: input.choice.into(),
            release: input.release_identity.unwrap_or(false),
            candidates: input.candidates.as_deref().unwrap_or_default(),
        };
        let (row, user_errors) = settle(ctx, service::ballot::cast(hub, viewer, &id, &cast).await)?;
        Ok(CastVotePayload { vote: row.map(Vote::from), user_errors })
    }
}
