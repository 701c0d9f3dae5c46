//! Seats, and what a case shows its members.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::member;

use super::{
    admissibility::AdmissibilityFinding,
    advice::Advice,
    ballot::Ballot,
    case::{Case, CaseInput, shown},
    channel::Channel,
    checklist::Completeness,
    claim::{Claim, ClaimFields, Contact},
    complaint::Complaint,
    connection::{Connected, by_id, connection, cost},
    custody::CustodyLink,
    evidence::Evidence,
    mandate::{Candidacy, Mandate},
    payload::{payload, report, settle},
    viewer::{caller, hub, key, signed_in},
    words::MemberRole,
};
use crate::service::{self, access, lineage::Origin, page::Page};

/// Somebody in a case, known by a pseudonym only.
#[derive(SimpleObject)]
pub struct Member {
    /// Pseudonym, as `7QK2`.
    code: String,
    /// What the seat may do.
    role: MemberRole,
}

impl From<member::Model> for Member {
    fn from(row: member::Model) -> Self {
        Self { code: row.code, role: row.role.into() }
    }
}

/// What a case shows its members, and what only this member sees.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Membership {
    /// The viewer's pseudonym in this case.
    code: String,
    /// What the viewer's seat may do.
    role: MemberRole,
    #[graphql(skip)]
    member: access::Member,
}

impl From<access::Member> for Membership {
    fn from(member: access::Member) -> Self {
        Self { code: member.seat.code.clone(), role: member.seat.role.into(), member }
    }
}

#[ComplexObject]
impl Membership {
    /// The viewer's own claim.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Option<Claim>> {
        let row = service::claim::mine(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(row.map(Claim::from))
    }

    /// The viewer's attempts to settle, oldest first.
    async fn contact_log(&self, ctx: &Context<'_>) -> Result<Vec<Contact>> {
        let rows =
            service::claim::contacts(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(Contact::from).collect())
    }

    /// What the viewer's claim has to show, what of it is shown, and what to add.
    async fn completeness(&self, ctx: &Context<'_>) -> Result<Completeness> {
        let checked = service::checklist::completeness(hub(ctx), &self.member).await;
        let (checked, share) = checked.map_err(|error| report(ctx, error))?;
        Ok(Completeness::new(checked, share, caller(ctx).locale))
    }

    /// Which channel the case goes to next, and why.
    #[graphql(complexity = "5 + child_complexity")]
    async fn next_channel(&self, ctx: &Context<'_>) -> Result<Advice> {
        let advice = service::channel::advise_member(hub(ctx), &self.member).await;
        Ok(Advice::new(ctx, advice.map_err(|error| report(ctx, error))?))
    }

    /// What stands in the way of the viewer's own part of a filing with a channel, by default the market regulator, which asks
    /// for most; empty when nothing does.
    #[graphql(complexity = "5 + child_complexity")]
    async fn admissibility(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Channel::RegulatorComplaint")] channel: Channel,
    ) -> Result<Vec<AdmissibilityFinding>> {
        super::admissibility::of_member(ctx, &self.member, channel).await
    }

    /// Whether another member has the viewer's telephone number or address, a ground of refusal (crm-17).
    async fn shares_contact_details(&self, ctx: &Context<'_>) -> Result<bool> {
        service::member::has_twin(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))
    }

    /// What the viewer has deposited, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn my_evidence(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Evidence> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::evidence::mine(hub(ctx), &self.member, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        let code = &self.code;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Evidence::own(row, Some(code.clone()))))
    }

    /// The evidence in the pool, oldest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn pool(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Evidence> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::evidence::pool(hub(ctx), &self.member, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(
            slice,
            |(row, _)| by_id(row.id.as_str()),
            |(row, seat)| {
                let is_mine = row.member_id == self.member.seat.id;
                Evidence::new(row, seat.map(|seat| seat.code), is_mine)
            },
        ))
    }

    /// What was done with the evidence of the case, oldest first: a chain that anybody can check.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn custody(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<CustodyLink> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::custody::log(hub(ctx), &self.member, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |shown| by_id(shown.link.place.to_string()), CustodyLink::from))
    }

    /// The members, by their codes.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Member> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::member::list(hub(ctx), &self.member, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(&row.code), Member::from))
    }

    /// The versions of the complaint, newest first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn complaints(&self, ctx: &Context<'_>) -> Result<Vec<Complaint>> {
        let rows =
            service::complaint::list(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(Complaint::from).collect())
    }

    /// The ballots, newest first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn ballots(&self, ctx: &Context<'_>) -> Result<Vec<Ballot>> {
        let rows = service::ballot::list(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(Ballot::from).collect())
    }

    /// The representatives, at most two, the longest in office first.
    async fn representatives(&self, ctx: &Context<'_>) -> Result<Vec<Mandate>> {
        let rows =
            service::mandate::lasting(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(|(row, code)| Mandate::new(row, code)).collect())
    }

    /// Who stands for representative, in the order in which they stood; at most 50.
    async fn candidates(&self, ctx: &Context<'_>) -> Result<Vec<Candidacy>> {
        let rows =
            service::mandate::candidates(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(|(row, code)| Candidacy::new(row, code)).collect())
    }

    /// Where the viewer's seat went on; null while it is here. What is shown of the old case can be read only.
    async fn moved_to(&self, ctx: &Context<'_>) -> Result<Option<Case>> {
        let found = service::lineage::moved_to(hub(ctx), caller(ctx), &self.member).await;
        Ok(found.map_err(|error| report(ctx, error))?.map(Case::from))
    }

    /// Where the viewer's seat came from, the last case first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn origins(&self, ctx: &Context<'_>) -> Result<Vec<SeatOrigin>> {
        let found = service::lineage::origins(hub(ctx), &self.member).await;
        Ok(found.map_err(|error| report(ctx, error))?.into_iter().map(SeatOrigin::from).collect())
    }

    /// Members who share a telephone number or an address, as codes; for organisers, null for others.
    async fn shared_contact_details(&self, ctx: &Context<'_>) -> Result<Option<SharedContactDetails>> {
        if self.role != MemberRole::Organiser {
            return Ok(None);
        }
        let twins =
            service::identity::twins(hub(ctx), &self.member).await.map_err(|error| report(ctx, error))?;
        Ok(Some(SharedContactDetails { phones: twins.phones, addresses: twins.addresses }))
    }
}

/// A case that a seat was in before it went on.
#[derive(SimpleObject)]
pub struct SeatOrigin {
    /// Number of the case.
    case_number: String,
    /// The viewer's pseudonym there.
    code: String,
    /// When the seat went on.
    moved_at: DateTime<Utc>,
}

impl From<Origin> for SeatOrigin {
    fn from(origin: Origin) -> Self {
        Self { case_number: origin.case_number, code: origin.code, moved_at: origin.moved_at }
    }
}

/// Groups of members who share a telephone number or an address; what it is stays sealed.
#[derive(SimpleObject)]
pub struct SharedContactDetails {
    /// Groups that share a telephone number.
    phones: Vec<Vec<String>>,
    /// Groups that share an address.
    addresses: Vec<Vec<String>>,
}

/// What joining a case takes.
#[derive(InputObject)]
struct JoinCaseInput {
    /// The case.
    case_id: async_graphql::ID,
    /// The viewer's own facts.
    claim: ClaimFields,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The seat and the claim.
    JoinCasePayload {
        /// The case.
        case: Case,
        /// The viewer's pseudonym.
        code: String,
        /// The claim.
        claim: Claim,
    }
}

payload! {
    /// The case that was left.
    LeaveCasePayload {
        /// The case, if the viewer may still see it.
        case: Case,
        /// True when it was left.
        left: bool,
    }
}

/// Joining and leaving.
#[derive(Default)]
pub struct MemberMutation;

#[Object]
impl MemberMutation {
    /// Joins a case with a claim.
    async fn join_case(&self, ctx: &Context<'_>, input: JoinCaseInput) -> Result<JoinCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let joined = service::member::join(hub, caller(ctx), viewer, &id, &input.claim.draft()).await;
        let (joined, user_errors) = settle(ctx, joined)?;
        Ok(match joined {
            Some(joined) => JoinCasePayload {
                code: Some(joined.seat.code.clone()),
                claim: Some(Claim::from(joined.claim)),
                case: Some(access::Seen { case: joined.case, seat: Some(joined.seat) }.into()),
                user_errors,
            },
            None => JoinCasePayload { case: None, code: None, claim: None, user_errors },
        })
    }

    /// Leaves a case; claim and evidence go with it. What was filed stays filed.
    async fn leave_case(&self, ctx: &Context<'_>, input: CaseInput) -> Result<LeaveCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (case, user_errors) = settle(ctx, service::member::leave(hub, viewer, &id).await)?;
        let left = case.is_some().then_some(true);
        Ok(LeaveCasePayload { case: shown(ctx, case).await?, left, user_errors })
    }
}
