//! What an admissibility check looks at: facts about members that say nothing of who they are.

use chrono::NaiveDate;
use entity::{BallotId, CaseId, Channel, Choice, MemberId, claim, contact, evidence, identity, member, vote};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::{evidence::POOLED, release};
use crate::error::Result;

/// Whose facts are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Everybody with a claim in a case.
    Case(&'a CaseId),
    /// Those of a case who said yes in a ballot and let their identity be released to a channel.
    Ballot(&'a CaseId, &'a BallotId, Channel),
    /// One member.
    Seat(&'a CaseId, &'a MemberId),
}

impl<'a> Scope<'a> {
    /// The case.
    #[must_use]
    pub const fn case(self) -> &'a CaseId {
        match self {
            Self::Case(case) | Self::Ballot(case, ..) | Self::Seat(case, _) => case,
        }
    }
}

/// The facts about a member.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Facts {
    /// Pseudonym.
    pub code: String,
    /// Keyed hash of the telephone number; `None` without an identity.
    pub phone_index: Option<Vec<u8>>,
    /// Keyed hash of the postal address.
    pub address_index: Option<Vec<u8>>,
    /// Whether the identity has all a filing needs; `None` without one.
    pub complete: Option<bool>,
    /// Bought for own use.
    pub own_use: bool,
    /// The day of the purchase.
    pub bought_on: NaiveDate,
    /// Whether something of theirs is in the pool.
    pub has_proof: bool,
    /// Whether their contact log has an entry.
    pub has_contact: bool,
}

/// The facts about members with a claim, in order of their pseudonyms: one statement for a page of them.
pub async fn facts_after(
    db: &impl ConnectionTrait,
    scope: Scope<'_>,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<Facts>> {
    let mut query = within(scope)
        .select_only()
        .columns([member::Column::Code])
        .columns([claim::Column::OwnUse, claim::Column::BoughtOn])
        .columns([identity::Column::PhoneIndex, identity::Column::AddressIndex, identity::Column::Complete])
        .expr_as(Expr::exists(proofs()), "has_proof")
        .expr_as(Expr::exists(contacts()), "has_contact");
    if let Some(after) = after {
        query = query.filter(member::Column::Code.gt(after));
    }
    Ok(query.order_by_asc(member::Column::Code).limit(limit).into_model::<Facts>().all(db).await?)
}

fn within(scope: Scope<'_>) -> Select<member::Entity> {
    let claims =
        member::Entity::belongs_to(claim::Entity).from(member::Column::Id).to(claim::Column::MemberId);
    let identities = member::Entity::belongs_to(identity::Entity)
        .from(member::Column::AccountId)
        .to(identity::Column::AccountId);
    let query = member::Entity::find()
        .join(JoinType::InnerJoin, claims.into())
        .join(JoinType::LeftJoin, identities.into())
        .filter(member::Column::CaseId.eq(scope.case().clone()))
        .filter(member::Column::LeftAt.is_null())
        .filter(claim::Column::WithdrawnAt.is_null())
        .filter(super::offer::has_settled().not());
    match scope {
        Scope::Case(_) => query,
        Scope::Seat(_, seat) => query.filter(member::Column::Id.eq(seat.clone())),
        Scope::Ballot(_, ballot, channel) => query
            .filter(member::Column::Id.in_subquery(in_favour(ballot)))
            .filter(member::Column::Id.in_subquery(release::standing(ballot, channel))),
    }
}

/// The seats that said yes in a ballot and let their identity be released.
pub(super) fn in_favour(ballot: &BallotId) -> SelectStatement {
    vote::Entity::find()
        .select_only()
        .column(vote::Column::MemberId)
        .filter(vote::Column::BallotId.eq(ballot.clone()))
        .filter(vote::Column::Choice.eq(Choice::Yes))
        .filter(vote::Column::Release.eq(true))
        .into_query()
}

/// What the member of the outer query has in the pool.
fn proofs() -> SelectStatement {
    evidence::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(
            Expr::col((evidence::Entity, evidence::Column::MemberId))
                .equals((member::Entity, member::Column::Id)),
        )
        .filter(evidence::Column::State.is_in(POOLED))
        .into_query()
}

/// The contact log of the member of the outer query.
fn contacts() -> SelectStatement {
    contact::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(
            Expr::col((contact::Entity, contact::Column::MemberId))
                .equals((member::Entity, member::Column::Id)),
        )
        .into_query()
}
