//! Relay nodes: anything with an id, found by it.

use async_graphql::{Context, ID, Interface, Object, Result};
use entity::{
    BallotId, CaseId, ComplaintId, EvidenceId, FilingId, Id, OfferId, OperatorId, TermId, TransferId,
};

use super::{
    ballot::Ballot,
    case::Case,
    complaint::Complaint,
    evidence::Evidence,
    filing::Filing,
    law::{Instrument, Provision},
    offer::Offer,
    operator::Operator,
    payload::report,
    term::Term,
    transfer::Transfer,
    viewer::{caller, hub},
};
use crate::{error::Error, law::catalogue, service};

/// Anything with an id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID", desc = "Id."))]
pub enum Node {
    /// A case.
    Case(Box<Case>),
    /// An operator.
    Operator(Box<Operator>),
    /// A version of a complaint.
    Complaint(Box<Complaint>),
    /// A ballot.
    Ballot(Box<Ballot>),
    /// A piece of evidence.
    Evidence(Box<Evidence>),
    /// A filing.
    Filing(Box<Filing>),
    /// An offer.
    Offer(Box<Offer>),
    /// A merge or a split.
    Transfer(Box<Transfer>),
    /// A clause of an operator, or a whole text of its terms.
    Term(Box<Term>),
    /// A provision.
    Provision(Box<Provision>),
    /// An instrument.
    Instrument(Box<Instrument>),
}

/// Reading nodes.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// What has this id; null when there is nothing that the caller may see.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        match find(ctx, &id).await {
            Ok(node) => Ok(Some(node)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(report(ctx, error)),
        }
    }

    /// What has these ids, at most 50, in the same order; null where there is nothing that the caller may see.
    #[graphql(complexity = "ids.len() * child_complexity")]
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > 50 {
            return Err(report(ctx, Error::BadInput("at most 50 ids")));
        }
        let mut nodes = Vec::with_capacity(ids.len());
        for id in ids {
            nodes.push(self.node(ctx, id).await?);
        }
        Ok(nodes)
    }
}

async fn find(ctx: &Context<'_>, id: &str) -> crate::error::Result<Node> {
    let (hub, caller) = (hub(ctx), caller(ctx));
    if let Some(id) = CaseId::parse(id) {
        let seen = service::case::find(hub, caller, &id).await?;
        return Ok(Node::Case(Box::new(seen.into())));
    }
    if let Some(id) = OperatorId::parse(id) {
        return Ok(Node::Operator(Box::new(service::operator::find(hub, &id).await?.into())));
    }
    if let Some(id) = ComplaintId::parse(id) {
        return Ok(Node::Complaint(Box::new(service::complaint::find(hub, caller, &id).await?.into())));
    }
    if let Some(id) = BallotId::parse(id) {
        return Ok(Node::Ballot(Box::new(service::ballot::find(hub, caller, &id).await?.into())));
    }
    if let Some(id) = EvidenceId::parse(id) {
        return Ok(Node::Evidence(Box::new(service::evidence::find(hub, caller, &id).await?.into())));
    }
    if let Some(id) = FilingId::parse(id) {
        let (row, seen) = service::filing::find(hub, caller, &id).await?;
        return Ok(Node::Filing(Box::new(Filing::new(row, &seen))));
    }
    if let Some(id) = OfferId::parse(id) {
        let (row, seen) = service::offer::find(hub, caller, &id).await?;
        let seat = seen.seat.ok_or(Error::NotFound("offer"))?;
        return Ok(Node::Offer(Box::new(Offer::new(row, &seat))));
    }
    if let Some(id) = TransferId::parse(id) {
        let shown = service::transfer::find(hub, caller, &id).await?;
        return Ok(Node::Transfer(Box::new(shown.into())));
    }
    if let Some(id) = TermId::parse(id) {
        return Ok(Node::Term(Box::new(service::term::find(hub, &id).await?.into())));
    }
    if let Some(found) = catalogue().provision(id) {
        return Ok(Node::Provision(Box::new(found.into())));
    }
    if let Some(found) = catalogue().instrument(id) {
        return Ok(Node::Instrument(Box::new(found.into())));
    }
    Err(Error::NotFound("node"))
}
