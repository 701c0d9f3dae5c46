//! Cases.

mod mutation;

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    checklist::ChecklistItem,
    citation::Citation,
    connection::{Connected, by_id, connection, cost},
    custody::CustodyHead,
    event::Event,
    filing::Filing,
    loader::Loaders,
    member::Membership,
    operator::Operator,
    payload::report,
    transfer::Transfer,
    viewer::{caller, hub, viewer_id},
    words::{CaseOutcome, EvidenceKind, Stage},
};
use crate::{
    domain::{category, checklist, published},
    error::Error,
    service::{
        self,
        access::{self, Seen},
        case::{Filter, Order},
        lineage::Lineage,
        page::Page,
    },
};

pub(super) use mutation::CaseInput;
pub use mutation::CaseMutation;

/// A kind of problem.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Category {
    /// Id, as `non-delivery`.
    pub(super) id: ID,
    /// Chinese name.
    name_zh: String,
    /// English name.
    name_en: String,
    /// What it covers, in Chinese.
    description_zh: String,
    /// What it covers, in English.
    description_en: String,
    /// Ids of provisions that often fit.
    provision_ids: Vec<ID>,
    /// Kinds of evidence that are expected.
    evidence: Vec<EvidenceKind>,
}

impl From<&category::Category> for Category {
    fn from(found: &category::Category) -> Self {
        Self {
            id: found.id.clone().into(),
            name_zh: found.name_zh.clone(),
            name_en: found.name_en.clone(),
            description_zh: found.description_zh.clone(),
            description_en: found.description_en.clone(),
            provision_ids: found.provisions.iter().map(|id| id.clone().into()).collect(),
            evidence: found.evidence.iter().copied().map(Into::into).collect(),
        }
    }
}

#[ComplexObject]
impl Category {
    /// What a claim of this kind has to show.
    async fn checklist(&self, ctx: &Context<'_>) -> Vec<ChecklistItem> {
        let locale = caller(ctx).locale;
        checklist::of(&self.id).into_iter().map(|item| ChecklistItem::new(item, locale)).collect()
    }
}

/// A collective case: one operator and one kind of problem.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Case {
    /// Id.
    pub(super) id: ID,
    /// Number, as `QS-2026-000123`.
    number: String,
    /// Title.
    title: String,
    /// What happened to all of them.
    summary: String,
    /// Where it stands.
    stage: Stage,
    /// How it ended.
    outcome: Option<CaseOutcome>,
    /// How many members a ballot needs.
    quorum: i32,
    /// Until when people are gathered.
    gather_until: Option<DateTime<Utc>>,
    /// How many people are in it; null for strangers while they are fewer than five.
    member_count: Option<i64>,
    /// What they paid in all, in fen; for strangers rounded down, and null while they are fewer than five.
    claimed_fen: Option<i64>,
    /// How much evidence is in the pool; null for strangers while the members are fewer than five.
    evidence_count: Option<i64>,
    /// How many provisions are cited.
    citation_count: i64,
    /// When it was opened.
    created_at: DateTime<Utc>,
    /// When it was published.
    published_at: Option<DateTime<Utc>>,
    /// When it was closed.
    closed_at: Option<DateTime<Utc>>,
    /// When its stage, words or citations last changed.
    updated_at: DateTime<Utc>,
    /// Why a moderator hid it; seen by its members and moderators only.
    hidden_reason: Option<String>,
    #[graphql(skip)]
    seen: Seen,
}

impl From<Seen> for Case {
    fn from(seen: Seen) -> Self {
        let case = seen.case.clone();
        let inside = seen.seat.is_some();
        let people = case.member_count;
        Self {
            id: case.id.to_string().into(),
            number: case.number,
            title: case.title,
            summary: case.summary,
            stage: case.stage.into(),
            outcome: case.outcome.map(Into::into),
            quorum: case.quorum,
            gather_until: case.gather_until,
            member_count: if inside { Some(people) } else { published::count(people) },
            claimed_fen: if inside {
                Some(case.claimed_fen)
            } else {
                published::sum(case.claimed_fen, people)
            },
            evidence_count: (inside || published::count(people).is_some()).then_some(case.evidence_count),
            citation_count: case.citation_count,
            created_at: case.created_at,
            published_at: case.published_at,
            closed_at: case.closed_at,
            updated_at: case.updated_at,
            hidden_reason: case.hidden_reason,
            seen,
        }
    }
}

#[ComplexObject]
impl Case {
    /// What kind of problem it is about.
    async fn category(&self) -> Option<Category> {
        category::find(&self.seen.case.category).map(Category::from)
    }

    /// Whom it is against.
    async fn operator(&self, ctx: &Context<'_>) -> Result<Option<Operator>> {
        let loaders = ctx.data_unchecked::<Loaders>();
        Ok(loaders.operators.load_one(self.seen.case.operator_id.clone()).await?.map(Operator::from))
    }

    /// What happened in it, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Event> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::timeline::read(hub(ctx), &self.seen, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        let locale = caller(ctx).locale;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Event::new(row, locale)))
    }

    /// The provisions it relies on: adopted ones, and for members the proposed ones too.
    #[graphql(complexity = "5 + 10 * child_complexity")]
    async fn citations(&self, ctx: &Context<'_>) -> Result<Vec<Citation>> {
        let rows = service::citation::list(hub(ctx), &self.seen).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(Citation::from).collect())
    }

    /// Its filings, newest first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn filings(&self, ctx: &Context<'_>) -> Result<Vec<Filing>> {
        let rows = service::filing::list(hub(ctx), &self.seen).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(|row| Filing::new(row, &self.seen)).collect())
    }

    /// Where the custody chain of its evidence ends; null while nothing was deposited, and for strangers while the
    /// members are fewer than five.
    async fn custody_head(&self, ctx: &Context<'_>) -> Result<Option<CustodyHead>> {
        let head = service::custody::head(hub(ctx), &self.seen).await.map_err(|error| report(ctx, error))?;
        Ok(head.map(CustodyHead::from))
    }

    /// The case that its members went on in when it was merged. If all of them did, its number leads there; if some
    /// stayed, they go on with it.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Case>> {
        Ok(self.lineage(ctx).await?.merged_into.and_then(|kin| kin.seen(caller(ctx))).map(Case::from))
    }

    /// The cases whose members went on in this one, the last one first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn merged_from(&self, ctx: &Context<'_>) -> Result<Vec<Case>> {
        let found = self.lineage(ctx).await?.merged_from;
        Ok(found.into_iter().filter_map(|kin| kin.seen(caller(ctx))).map(Case::from).collect())
    }

    /// The case that it was split from.
    async fn split_from(&self, ctx: &Context<'_>) -> Result<Option<Case>> {
        Ok(self.lineage(ctx).await?.split_from.and_then(|kin| kin.seen(caller(ctx))).map(Case::from))
    }

    /// The cases that were split from it, the last one first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn split_into(&self, ctx: &Context<'_>) -> Result<Vec<Case>> {
        let found = self.lineage(ctx).await?.split_into;
        Ok(found.into_iter().filter_map(|kin| kin.seen(caller(ctx))).map(Case::from).collect())
    }

    /// Merges and splits of it that are agreed to and not over; for the organisers of both sides, proposals as well.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn transfers(&self, ctx: &Context<'_>) -> Result<Vec<Transfer>> {
        let rows = service::transfer::list(hub(ctx), caller(ctx), &self.seen).await;
        Ok(rows.map_err(|error| report(ctx, error))?.into_iter().map(Transfer::from).collect())
    }

    /// What only its members see, and those who went on in another case; null for everybody else.
    async fn membership(&self) -> Option<Membership> {
        self.seen.member().map(Membership::from)
    }
}

impl Case {
    async fn lineage(&self, ctx: &Context<'_>) -> Result<Lineage> {
        let loaders = ctx.data_unchecked::<Loaders>();
        let key = (self.seen.case.id.clone(), viewer_id(ctx));
        Ok(loaders.lineages.load_one(key).await?.unwrap_or_default())
    }
}

/// The case that was just changed, as the caller sees it.
pub(super) async fn shown(ctx: &Context<'_>, case: Option<entity::case::Model>) -> Result<Option<Case>> {
    let Some(case) = case else { return Ok(None) };
    match service::case::see(hub(ctx), caller(ctx), case).await {
        Ok(seen) => Ok(Some(seen.into())),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(report(ctx, error)),
    }
}

/// In which order cases are listed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Order")]
pub enum CaseOrder {
    /// The newest first.
    Newest,
    /// The one that changed last first.
    Updated,
    /// The one with the most members first.
    Largest,
}

/// Which cases are listed.
#[derive(InputObject, Default)]
struct CaseFilter {
    /// Of this operator.
    operator_id: Option<ID>,
    /// Of this problem category.
    category: Option<ID>,
    /// In one of these stages.
    stages: Option<Vec<Stage>>,
    /// Whose number, title, summary or operator holds all these words.
    text: Option<String>,
}

/// Reading cases.
#[derive(Default)]
pub struct CaseQuery;

#[Object]
impl CaseQuery {
    /// The case with this id or number; null when there is none that the caller may see. The number of a case that was
    /// merged leads to the case that it went on in, unless `follow` is false.
    async fn case(
        &self,
        ctx: &Context<'_>,
        id: Option<ID>,
        number: Option<String>,
        #[graphql(default = true)] follow: bool,
    ) -> Result<Option<Case>> {
        let found = async {
            match (id, number) {
                (Some(id), None) => {
                    service::case::find(hub(ctx), caller(ctx), &access::id(&id, "case")?).await
                }
                (None, Some(number)) => {
                    service::case::find_by_number(hub(ctx), caller(ctx), &number, follow).await
                }
                _ => Err(Error::BadInput("give either id or number")),
            }
        };
        match found.await {
            Ok(seen) => Ok(Some(seen.into())),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(report(ctx, error)),
        }
    }

    /// Published cases.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn cases(
        &self,
        ctx: &Context<'_>,
        filter: Option<CaseFilter>,
        #[graphql(default_with = "CaseOrder::Newest")] order: CaseOrder,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Case> {
        let order = Order::from(order);
        let slice = async {
            let filter = filter.unwrap_or_default();
            let filter = Filter {
                operator: filter.operator_id.map(|id| access::id(&id, "operator")).transpose()?,
                category: filter.category.map(|id| id.to_string()),
                stages: filter
                    .stages
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|stage| *stage != Stage::Draft)
                    .map(Into::into)
                    .collect(),
                words: crate::domain::text::words(&filter.text.unwrap_or_default()),
            };
            let page = Page::new(first, after.as_deref())?;
            service::case::list(hub(ctx), caller(ctx), &filter, order, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |seen| service::case::key(&seen.case, order), Case::from))
    }

    /// The kinds of problems.
    async fn categories(&self) -> Vec<Category> {
        category::all().iter().map(Category::from).collect()
    }
}
