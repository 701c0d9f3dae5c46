//! Citations.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{TermId, citation};

use super::{
    law::Provision,
    loader::Loaders,
    payload::{payload, settle},
    term::Term,
    viewer::{key, signed_in},
    words::CitationState,
};
use crate::{
    law::catalogue,
    service::{self, citation::Draft},
};

/// A provision that a case relies on, with the text that was in force on the day it speaks about.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Citation {
    /// Id.
    id: ID,
    /// Id of the provision, as `cpl-26`.
    provision_id: ID,
    /// The provision's text, as it was stored.
    quote: String,
    /// The operator's own clause.
    clause: Option<String>,
    /// Why it applies.
    why: String,
    /// The day it speaks about.
    on_day: NaiveDate,
    /// Whether it is in the complaint.
    state: CitationState,
    /// When it was proposed.
    proposed_at: DateTime<Utc>,
    #[graphql(skip)]
    from: Option<TermId>,
}

impl From<citation::Model> for Citation {
    fn from(row: citation::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            provision_id: row.provision_id.into(),
            quote: row.quote,
            clause: row.clause,
            why: row.why,
            on_day: row.on_day,
            state: row.state.into(),
            proposed_at: row.proposed_at,
            from: row.term_id,
        }
    }
}

#[ComplexObject]
impl Citation {
    /// The provision in the catalogue.
    async fn provision(&self) -> Option<Provision> {
        catalogue().provision(&self.provision_id).map(Provision::from)
    }

    /// The entry of the register that the clause was taken from; null where it was typed in, and where the entry was
    /// dropped since.
    async fn term(&self, ctx: &Context<'_>) -> Result<Option<Term>> {
        let Some(id) = &self.from else { return Ok(None) };
        let row = ctx.data_unchecked::<Loaders>().terms.load_one(id.clone()).await?;
        Ok(row.filter(service::term::is_seen).map(Term::from))
    }
}

/// A provision to be cited.
#[derive(InputObject)]
struct ProposeCitationInput {
    /// The case.
    case_id: ID,
    /// Id of the provision, as `cpl-26`.
    provision_id: ID,
    /// The operator's own clause.
    clause: Option<String>,
    /// A clause of the operator's in the register, in place of `clause`.
    term_id: Option<ID>,
    /// Why it applies.
    why: String,
    /// The day it speaks about; today when left out.
    on_day: Option<NaiveDate>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// A citation.
#[derive(InputObject)]
struct CitationInput {
    /// The citation.
    citation_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The proposed citation.
    ProposeCitationPayload {
        /// The citation.
        citation: Citation,
    }
}

payload! {
    /// The adopted citation.
    AdoptCitationPayload {
        /// The citation.
        citation: Citation,
    }
}

payload! {
    /// The dropped citation.
    DropCitationPayload {
        /// The citation.
        citation: Citation,
    }
}

/// Citing the law.
#[derive(Default)]
pub struct CitationMutation;

#[Object]
impl CitationMutation {
    /// Proposes a provision, with the operator's clause quoted.
    async fn propose_citation(
        &self,
        ctx: &Context<'_>,
        input: ProposeCitationInput,
    ) -> Result<ProposeCitationPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let draft = Draft {
            provision: input.provision_id.to_string(),
            clause: input.clause,
            term: input.term_id.map(|id| key(ctx, &id, "term")).transpose()?,
            why: input.why,
            on_day: input.on_day,
        };
        let (row, user_errors) = settle(ctx, service::citation::propose(hub, viewer, &id, &draft).await)?;
        Ok(ProposeCitationPayload { citation: row.map(Citation::from), user_errors })
    }

    /// Takes a proposed provision into the complaint; for organisers.
    async fn adopt_citation(&self, ctx: &Context<'_>, input: CitationInput) -> Result<AdoptCitationPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.citation_id, "citation")?;
        let (row, user_errors) = settle(ctx, service::citation::decide(hub, viewer, &id, true).await)?;
        Ok(AdoptCitationPayload { citation: row.map(Citation::from), user_errors })
    }

    /// Leaves a provision out of the complaint; for organisers.
    async fn drop_citation(&self, ctx: &Context<'_>, input: CitationInput) -> Result<DropCitationPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.citation_id, "citation")?;
        let (row, user_errors) = settle(ctx, service::citation::decide(hub, viewer, &id, false).await)?;
        Ok(DropCitationPayload { citation: row.map(Citation::from), user_errors })
    }
}
