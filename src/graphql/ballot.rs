//! Ballots and votes.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{ballot, vote};

use super::{
    payload::{payload, report, settle},
    viewer::{caller, hub, key, signed_in},
    words::{BallotState, Choice},
};
use crate::service::{self, ballot::Cast};

/// A decision of the members on an exact hash; only members of its case are given this object.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Ballot {
    /// Id.
    pub(super) id: ID,
    /// The version that is voted on.
    complaint_id: ID,
    /// Its hash.
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
    #[graphql(skip)]
    row: ballot::Model,
}

impl From<ballot::Model> for Ballot {
    fn from(row: ballot::Model) -> Self {
        let counted = |votes| row.closed_at.is_some().then_some(votes);
        Self {
            id: row.id.to_string().into(),
            complaint_id: row.complaint_id.to_string().into(),
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
    /// When it was cast or last changed.
    cast_at: DateTime<Utc>,
}

impl From<vote::Model> for Vote {
    fn from(row: vote::Model) -> Self {
        Self {
            choice: row.choice.into(),
            sha256: row.sha256,
            release_identity: row.release,
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
    /// Whether the filing may carry their identity; a yes needs it.
    release_identity: Option<bool>,
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
        let cast = Cast {
            sha256: &input.sha256,
            choice: input.choice.into(),
            release: input.release_identity.unwrap_or(false),
        };
        let (row, user_errors) = settle(ctx, service::ballot::cast(hub, viewer, &id, &cast).await)?;
        Ok(CastVotePayload { vote: row.map(Vote::from), user_errors })
    }
}
