//! The register of operators' terms.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{sighting, term};

use super::{
    connection::{Connected, by_id, connection, cost},
    loader::Loaders,
    operator::Operator,
    payload::{payload, report, settle},
    viewer::{caller, hub, key, signed_in},
    words::SightingState,
};
use crate::service::{self, page::Page, term::Draft};

/// What an operator's terms say: one clause, or the whole text of a document.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Term {
    /// Id.
    pub(super) id: ID,
    /// The clause; null for the whole text of a document.
    clause: Option<String>,
    /// Name of the document; null for a clause.
    document: Option<String>,
    /// The first day on which somebody saw it; null while nobody has looked at that yet.
    first_seen: Option<NaiveDate>,
    /// The last such day.
    last_seen: Option<NaiveDate>,
    #[graphql(skip)]
    row: term::Model,
}

impl From<term::Model> for Term {
    fn from(row: term::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            clause: row.clause.clone(),
            document: row.document.clone(),
            first_seen: row.first_seen,
            last_seen: row.last_seen,
            row,
        }
    }
}

#[ComplexObject]
impl Term {
    /// Whose terms they are.
    async fn operator(&self, ctx: &Context<'_>) -> Result<Option<Operator>> {
        let row = ctx.data_unchecked::<Loaders>().operators.load_one(self.row.operator_id.clone()).await?;
        Ok(row.map(Operator::from))
    }

    /// The whole text of a document; null for a clause.
    #[graphql(complexity = 50)]
    async fn full_text(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        service::term::text(hub(ctx), &self.row).await.map_err(|error| report(ctx, error))
    }

    /// When and where it was seen, newest submission first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn sightings(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Sighting> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::term::sightings(hub(ctx), &self.row.id, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Sighting::new(ctx, row)))
    }

    /// The text of the same document that came before; null for a clause and for the first text.
    #[graphql(complexity = "5 + child_complexity")]
    async fn previous(&self, ctx: &Context<'_>) -> Result<Option<Term>> {
        let row = service::term::previous(hub(ctx), &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(row.map(Term::from))
    }

    /// What changed in a document, sentence by sentence, since the text with this id or since the one before it. Empty
    /// when every sentence stayed; null for a clause, and where there is nothing to compare with.
    #[graphql(complexity = "100 + child_complexity")]
    async fn changes(&self, ctx: &Context<'_>, since: Option<ID>) -> Result<Option<Vec<TermChange>>> {
        let since = since.map(|id| key(ctx, &id, "term")).transpose()?;
        let changes = service::term::changes(hub(ctx), &self.row, since.as_ref()).await;
        let changes = changes.map_err(|error| report(ctx, error))?;
        Ok(changes.map(|changes| changes.into_iter().map(TermChange::from).collect()))
    }
}

/// What became of sentences of a document.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::service::term::ChangeKind")]
pub enum TermChangeKind {
    /// They stayed.
    Same,
    /// They were put in.
    Added,
    /// They were taken out.
    Removed,
}

/// Sentences of a document, and what became of them.
#[derive(SimpleObject)]
pub struct TermChange {
    /// What became of them.
    kind: TermChangeKind,
    /// The sentences, one a line.
    text: String,
    /// How many sentences before them stayed and are left out.
    left_out: usize,
}

impl From<service::term::Change> for TermChange {
    fn from(change: service::term::Change) -> Self {
        Self { kind: change.kind.into(), text: change.text, left_out: change.left_out }
    }
}

/// That somebody saw a term on a day, with the snapshot that proves it.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Sighting {
    /// Id.
    id: ID,
    /// The day on which the snapshot was taken.
    seen_on: NaiveDate,
    /// Where it was seen.
    url: Option<String>,
    /// SHA-256 of the snapshot; of a piece of evidence its digest in the chain of custody.
    sha256: String,
    /// Whether it counts.
    state: SightingState,
    /// When it was submitted.
    submitted_at: DateTime<Utc>,
    /// When it was decided.
    decided_at: Option<DateTime<Utc>>,
    /// Whether the viewer submitted it; nobody else is told who did.
    is_mine: bool,
    /// The piece of evidence that is the snapshot, for who submitted it; null for everybody else.
    evidence_id: Option<ID>,
    /// Why it was rejected, for who submitted it; null for everybody else.
    reason: Option<String>,
    #[graphql(skip)]
    row: sighting::Model,
}

impl Sighting {
    /// A sighting as the caller sees it.
    pub(super) fn new(ctx: &Context<'_>, row: sighting::Model) -> Self {
        let is_mine = service::term::is_mine(caller(ctx), &row);
        Self {
            id: row.id.to_string().into(),
            seen_on: row.seen_on,
            url: row.url.clone(),
            sha256: row.sha256.clone(),
            state: row.state.into(),
            submitted_at: row.submitted_at,
            decided_at: row.decided_at,
            is_mine,
            evidence_id: row.evidence_id.as_ref().filter(|_| is_mine).map(|id| id.to_string().into()),
            reason: row.reason.clone().filter(|_| is_mine),
            row,
        }
    }
}

#[ComplexObject]
impl Sighting {
    /// What was seen.
    async fn term(&self, ctx: &Context<'_>) -> Result<Option<Term>> {
        let row = ctx.data_unchecked::<Loaders>().terms.load_one(self.row.term_id.clone()).await?;
        Ok(row.map(Term::from))
    }
}

/// Reading the register.
#[derive(Default)]
pub struct TermQuery;

#[Object]
impl TermQuery {
    /// What was submitted to the register and waits for the viewer to decide, oldest first: of an operator, for
    /// organisers of a public case against it; of all operators, for moderators. Empty for everybody else.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn waiting_sightings(
        &self,
        ctx: &Context<'_>,
        operator_id: Option<ID>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Sighting> {
        let operator = operator_id.map(|id| key(ctx, &id, "operator")).transpose()?;
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::term::waiting(hub(ctx), caller(ctx), operator.as_ref(), &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Sighting::new(ctx, row)))
    }
}

/// What an operator's terms say, and the snapshot that proves it: a piece of evidence, or the SHA-256, address and day
/// of a file that the submitter keeps.
#[derive(InputObject)]
struct SubmitTermInput {
    /// The operator.
    operator_id: ID,
    /// Name of the document, as `用户协议`, when `text` is the whole of it; left out for one clause.
    document: Option<String>,
    /// The clause, at most 1,000 characters; or the whole text of the document, at most 200,000.
    text: String,
    /// A piece of one's own evidence of the kind `OPERATOR_TERMS` that is in the pool of a case against the operator.
    evidence_id: Option<ID>,
    /// SHA-256 of the snapshot in hex, where it is no evidence.
    sha256: Option<String>,
    /// Address of the page; needed where the snapshot is no evidence.
    url: Option<String>,
    /// The day on which the snapshot was taken, in Beijing; needed where the evidence does not tell it.
    seen_on: Option<NaiveDate>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// A sighting.
#[derive(InputObject)]
struct SightingInput {
    /// The sighting.
    sighting_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// What rejecting a sighting takes.
#[derive(InputObject)]
struct RejectSightingInput {
    /// The sighting.
    sighting_id: ID,
    /// Why; who submitted it reads this.
    reason: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// What was submitted, without what would name a person.
    SubmitTermPayload {
        /// The sighting.
        sighting: Sighting,
    }
}

payload! {
    /// The sighting, now in the register.
    AdoptSightingPayload {
        /// The sighting.
        sighting: Sighting,
    }
}

payload! {
    /// The sighting, not in the register.
    RejectSightingPayload {
        /// The sighting.
        sighting: Sighting,
    }
}

payload! {
    /// The sighting, taken back.
    WithdrawSightingPayload {
        /// The sighting.
        sighting: Sighting,
    }
}

/// Writing the register.
#[derive(Default)]
pub struct TermMutation;

#[Object]
impl TermMutation {
    /// Submits a clause of an operator, or the whole text of a document; others decide whether it is taken into the
    /// register.
    async fn submit_term(&self, ctx: &Context<'_>, input: SubmitTermInput) -> Result<SubmitTermPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let operator = key(ctx, &input.operator_id, "operator")?;
        let draft = Draft {
            document: input.document,
            text: input.text,
            evidence: input.evidence_id.map(|id| key(ctx, &id, "evidence")).transpose()?,
            sha256: input.sha256,
            url: input.url,
            seen_on: input.seen_on,
        };
        let (row, user_errors) = settle(ctx, service::term::submit(hub, viewer, &operator, &draft).await)?;
        Ok(SubmitTermPayload { sighting: row.map(|row| Sighting::new(ctx, row)), user_errors })
    }

    /// Takes a sighting into the register; for moderators, and for organisers of a public case against the operator
    /// who did not submit it.
    async fn adopt_sighting(&self, ctx: &Context<'_>, input: SightingInput) -> Result<AdoptSightingPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.sighting_id, "sighting")?;
        let (row, user_errors) = settle(ctx, service::term::adopt(hub, viewer, &id).await)?;
        Ok(AdoptSightingPayload { sighting: row.map(|row| Sighting::new(ctx, row)), user_errors })
    }

    /// Leaves a sighting out of the register, for whom `adoptSighting` is for; or drops one that was adopted, for
    /// moderators.
    async fn reject_sighting(
        &self,
        ctx: &Context<'_>,
        input: RejectSightingInput,
    ) -> Result<RejectSightingPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.sighting_id, "sighting")?;
        let (row, user_errors) = settle(ctx, service::term::reject(hub, viewer, &id, &input.reason).await)?;
        Ok(RejectSightingPayload { sighting: row.map(|row| Sighting::new(ctx, row)), user_errors })
    }

    /// Takes back a sighting of one's own that waits for a decision.
    async fn withdraw_sighting(
        &self,
        ctx: &Context<'_>,
        input: SightingInput,
    ) -> Result<WithdrawSightingPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.sighting_id, "sighting")?;
        let (row, user_errors) = settle(ctx, service::term::withdraw(hub, viewer, &id).await)?;
        Ok(WithdrawSightingPayload { sighting: row.map(|row| Sighting::new(ctx, row)), user_errors })
    }
}
