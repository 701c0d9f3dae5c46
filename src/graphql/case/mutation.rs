//! Running cases.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};

use super::{Case, shown};
use crate::{
    graphql::{
        matching::SimilarCase,
        payload::{payload, settle},
        viewer::{caller, key, signed_in},
        words::CaseOutcome,
    },
    service::{
        self,
        case::{Draft, Opening},
    },
};

/// A case to be opened.
#[derive(InputObject)]
struct OpenCaseInput {
    /// Whom it is against.
    operator_id: ID,
    /// Kind of problem.
    category: ID,
    /// Title.
    title: String,
    /// What happened to all of them.
    summary: String,
    /// How many members a ballot needs; 2 when left out.
    quorum: Option<i32>,
    /// Until when people are gathered.
    gather_until: Option<DateTime<Utc>>,
    /// Why none of the cases is joined that gather people with the same problem already; needed where there are some.
    /// The timeline shows it, anonymised.
    not_joining: Option<String>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// Changes to a case; what is left out stays as it is.
#[derive(InputObject)]
struct EditCaseInput {
    /// The case.
    case_id: ID,
    /// Kind of problem.
    category: Option<ID>,
    /// Title.
    title: Option<String>,
    /// What happened to all of them.
    summary: Option<String>,
    /// How many members a ballot needs.
    quorum: Option<i32>,
    /// Until when people are gathered.
    gather_until: Option<DateTime<Utc>>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// A case.
#[derive(InputObject)]
pub struct CaseInput {
    /// The case.
    pub(in crate::graphql) case_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// What closing a case takes.
#[derive(InputObject)]
struct CloseCaseInput {
    /// The case.
    case_id: ID,
    /// How it ended.
    outcome: CaseOutcome,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// What hiding a case takes.
#[derive(InputObject)]
struct HideCaseInput {
    /// The case.
    case_id: ID,
    /// Why; its members read it.
    reason: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The opened case, a draft.
    OpenCasePayload {
        /// The case.
        case: Case,
        /// With `SIMILAR_CASES`: the cases that could be joined instead, and why.
        similar_cases: Vec<SimilarCase>,
    }
}

payload! {
    /// The changed case.
    EditCasePayload {
        /// The case.
        case: Case,
    }
}

payload! {
    /// The published case.
    PublishCasePayload {
        /// The case.
        case: Case,
    }
}

payload! {
    /// The closed case.
    CloseCasePayload {
        /// The case.
        case: Case,
    }
}

payload! {
    /// The reopened case.
    ReopenCasePayload {
        /// The case.
        case: Case,
    }
}

payload! {
    /// The hidden case.
    HideCasePayload {
        /// The case.
        case: Case,
    }
}

payload! {
    /// The restored case.
    RestoreCasePayload {
        /// The case.
        case: Case,
    }
}

/// Running cases.
#[derive(Default)]
pub struct CaseMutation;

#[Object]
impl CaseMutation {
    /// Opens a case as a draft; the viewer organises it.
    async fn open_case(&self, ctx: &Context<'_>, input: OpenCaseInput) -> Result<OpenCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let draft = Draft {
            operator: Some(key(ctx, &input.operator_id, "operator")?),
            category: Some(input.category.to_string()),
            title: Some(input.title),
            summary: Some(input.summary),
            quorum: input.quorum,
            gather_until: input.gather_until,
            not_joining: input.not_joining,
        };
        let (opening, user_errors) = settle(ctx, service::case::open(hub, viewer, &draft).await)?;
        match opening {
            Some(Opening::Near(near)) => {
                let refusal = service::matching::refusal(&near);
                let near = near.into_iter().map(|hit| SimilarCase::new(hit, caller(ctx).locale)).collect();
                let (_, user_errors) = settle::<()>(ctx, Err(refusal.into()))?;
                Ok(OpenCasePayload { case: None, similar_cases: Some(near), user_errors })
            }
            Some(Opening::Opened(case)) => {
                Ok(OpenCasePayload { case: shown(ctx, Some(*case)).await?, similar_cases: None, user_errors })
            }
            None => Ok(OpenCasePayload { case: None, similar_cases: None, user_errors }),
        }
    }

    /// Changes the words and terms of a case.
    async fn edit_case(&self, ctx: &Context<'_>, input: EditCaseInput) -> Result<EditCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let draft = Draft {
            operator: None,
            category: input.category.map(|id| id.to_string()),
            title: input.title,
            summary: input.summary,
            quorum: input.quorum,
            gather_until: input.gather_until,
            not_joining: None,
        };
        let (case, user_errors) = settle(ctx, service::case::edit(hub, viewer, &id, &draft).await)?;
        Ok(EditCasePayload { case: shown(ctx, case).await?, user_errors })
    }

    /// Makes a draft public.
    async fn publish_case(&self, ctx: &Context<'_>, input: CaseInput) -> Result<PublishCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (case, user_errors) = settle(ctx, service::case::publish(hub, viewer, &id).await)?;
        Ok(PublishCasePayload { case: shown(ctx, case).await?, user_errors })
    }

    /// Closes a case with its outcome.
    async fn close_case(&self, ctx: &Context<'_>, input: CloseCaseInput) -> Result<CloseCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (case, user_errors) =
            settle(ctx, service::case::close(hub, viewer, &id, input.outcome.into()).await)?;
        Ok(CloseCasePayload { case: shown(ctx, case).await?, user_errors })
    }

    /// Lets a closed case gather people again.
    async fn reopen_case(&self, ctx: &Context<'_>, input: CaseInput) -> Result<ReopenCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (case, user_errors) = settle(ctx, service::case::reopen(hub, viewer, &id).await)?;
        Ok(ReopenCasePayload { case: shown(ctx, case).await?, user_errors })
    }

    /// Hides a case from everybody but its members and moderators; for moderators.
    async fn hide_case(&self, ctx: &Context<'_>, input: HideCaseInput) -> Result<HideCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (case, user_errors) =
            settle(ctx, service::moderation::hide(hub, viewer, &id, &input.reason).await)?;
        Ok(HideCasePayload { case: shown(ctx, case).await?, user_errors })
    }

    /// Shows a hidden case again; for moderators.
    async fn restore_case(&self, ctx: &Context<'_>, input: CaseInput) -> Result<RestoreCasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (case, user_errors) = settle(ctx, service::moderation::restore(hub, viewer, &id).await)?;
        Ok(RestoreCasePayload { case: shown(ctx, case).await?, user_errors })
    }
}
