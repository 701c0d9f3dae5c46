//! Operators.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{KnownBy, OperatorId, operator};

use super::{
    case::Case,
    connection::{Connected, by_id, connection, cost},
    loader::Loaders,
    payload::{payload, report, settle},
    statistic::Problem,
    term::Term,
    viewer::{caller, hub, key, signed_in},
};
use crate::{
    domain::operator::owns_mailbox,
    error::Error,
    service::{
        self,
        case::{Filter, Order},
        page::Page,
    },
};

/// A platform or seller that is complained of.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Operator {
    /// Id.
    pub(super) id: ID,
    /// The name people know.
    name: String,
    /// The registered firm behind it.
    legal_name: Option<String>,
    /// Unified social credit code.
    credit_code: Option<String>,
    /// ICP filing number.
    icp: Option<String>,
    /// Registered address.
    address: Option<String>,
    /// Complaint mailbox.
    mailbox: Option<String>,
    /// Site.
    site: Option<String>,
    /// Hotline.
    hotline: Option<String>,
    /// Days in which it promises to answer a complaint.
    reply_days: Option<i32>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    #[graphql(skip)]
    is_confirmed: bool,
    #[graphql(skip)]
    key: OperatorId,
}

impl From<operator::Model> for Operator {
    fn from(row: operator::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            key: row.id,
            is_confirmed: row.mailbox.is_some() && row.confirmed_mailbox == row.mailbox,
            name: row.name,
            legal_name: row.legal_name,
            credit_code: row.credit_code,
            icp: row.icp,
            address: row.address,
            mailbox: row.mailbox,
            site: row.site,
            hotline: row.hotline,
            reply_days: row.reply_days,
            created_at: row.created_at,
        }
    }
}

#[ComplexObject]
impl Operator {
    /// Whether its complaint mailbox is known to be its own, at a domain of its or confirmed by a moderator: only there papers
    /// with real names are mailed.
    async fn mailbox_is_proven(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(mailbox) = &self.mailbox else { return Ok(false) };
        let rows = ctx.data_unchecked::<Loaders>().identities.load_one(self.key.clone()).await?;
        Ok(self.is_confirmed || owns_mailbox(&rows.unwrap_or_default(), mailbox))
    }

    /// Other names.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        self.known_by(ctx, KnownBy::Alias).await
    }

    /// Domains.
    async fn domains(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        self.known_by(ctx, KnownBy::Domain).await
    }

    /// Who is paid, as bills name them.
    async fn payees(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        self.known_by(ctx, KnownBy::Payee).await
    }

    /// Clauses of its terms that are in the register, seen last first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn clauses(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Connected<Term> {
        self.terms(ctx, false, first, after).await
    }

    /// Whole texts of its terms that are in the register, seen last first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn documents(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Term> {
        self.terms(ctx, true, first, after).await
    }

    /// The frequent problems with it, the one of the most people first: what it could work off. Counted every ten minutes.
    #[graphql(complexity = "5 + 10 * child_complexity")]
    async fn problems(&self, ctx: &Context<'_>) -> Result<Vec<Problem>> {
        Problem::of(ctx, Some(&self.key)).await
    }

    /// Published cases against it, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn cases(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Connected<Case> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            let filter = Filter { operator: Some(self.key.clone()), ..Filter::default() };
            service::case::list(hub(ctx), caller(ctx), &filter, Order::Newest, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |seen| service::case::key(&seen.case, Order::Newest), Case::from))
    }
}

impl Operator {
    async fn known_by(&self, ctx: &Context<'_>, kind: KnownBy) -> Result<Vec<String>> {
        let rows = ctx.data_unchecked::<Loaders>().identities.load_one(self.key.clone()).await?;
        let rows = rows.unwrap_or_default().into_iter();
        Ok(rows.filter(|row| row.kind == kind).map(|row| row.value).collect())
    }

    async fn terms(
        &self,
        ctx: &Context<'_>,
        whole: bool,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Term> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::term::list(hub(ctx), &self.key, whole, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, service::term::key, Term::from))
    }
}

/// Reading operators.
#[derive(Default)]
pub struct OperatorQuery;

#[Object]
impl OperatorQuery {
    /// The operator with this id; null when there is none.
    async fn operator(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Operator>> {
        let found = async { service::operator::find(hub(ctx), &service::access::id(&id, "operator")?).await };
        match found.await {
            Ok(row) => Ok(Some(row.into())),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(report(ctx, error)),
        }
    }

    /// Operators whose names, aliases, domains or codes hold all words of `query`, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn operators(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Operator> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::operator::search(hub(ctx), query.as_deref().unwrap_or_default(), &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), Operator::from))
    }
}

/// What is known of an operator.
#[derive(InputObject)]
struct OperatorFields {
    /// The name people know.
    name: String,
    /// The registered firm behind it.
    legal_name: Option<String>,
    /// Unified social credit code; its check digit is verified.
    credit_code: Option<String>,
    /// ICP filing number.
    icp: Option<String>,
    /// Registered address.
    address: Option<String>,
    /// Complaint mailbox; filings go there.
    mailbox: Option<String>,
    /// Site.
    site: Option<String>,
    /// Hotline.
    hotline: Option<String>,
    /// Days in which it promises to answer a complaint, 1 to 90.
    reply_days: Option<i32>,
    /// Other names, at most 20.
    aliases: Option<Vec<String>>,
    /// Domains, at most 20.
    domains: Option<Vec<String>>,
    /// Who is paid, as bills name them; at most 20.
    payees: Option<Vec<String>>,
}

impl From<OperatorFields> for service::operator::Draft {
    fn from(input: OperatorFields) -> Self {
        Self {
            name: input.name,
            legal_name: input.legal_name,
            credit_code: input.credit_code,
            icp: input.icp,
            address: input.address,
            mailbox: input.mailbox,
            site: input.site,
            hotline: input.hotline,
            reply_days: input.reply_days,
            aliases: input.aliases.unwrap_or_default(),
            domains: input.domains.unwrap_or_default(),
            payees: input.payees.unwrap_or_default(),
        }
    }
}

/// An operator.
#[derive(InputObject)]
struct CreateOperatorInput {
    #[graphql(flatten)]
    fields: OperatorFields,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// An operator as it is from now on; every field is written.
#[derive(InputObject)]
struct EditOperatorInput {
    /// The operator.
    operator_id: ID,
    #[graphql(flatten)]
    fields: OperatorFields,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// A mailbox that is the operator's.
#[derive(InputObject)]
struct ConfirmMailboxInput {
    /// The operator.
    operator_id: ID,
    /// The complaint mailbox that is on record.
    mailbox: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The operator, whose mailbox is confirmed.
    ConfirmMailboxPayload {
        /// The operator.
        operator: Operator,
    }
}

payload! {
    /// The recorded operator.
    CreateOperatorPayload {
        /// The operator.
        operator: Operator,
    }
}

payload! {
    /// The changed operator.
    EditOperatorPayload {
        /// The operator.
        operator: Operator,
    }
}

/// Changing operators.
#[derive(Default)]
pub struct OperatorMutation;

#[Object]
impl OperatorMutation {
    /// Confirms that the complaint mailbox on record is the operator's, so that papers with real names may go there; for
    /// moderators.
    async fn confirm_mailbox(
        &self,
        ctx: &Context<'_>,
        input: ConfirmMailboxInput,
    ) -> Result<ConfirmMailboxPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.operator_id, "operator")?;
        let confirmed = service::operator::confirm_mailbox(hub, viewer, &id, &input.mailbox).await;
        let (row, user_errors) = settle(ctx, confirmed)?;
        Ok(ConfirmMailboxPayload { operator: row.map(Operator::from), user_errors })
    }

    /// Records an operator.
    async fn create_operator(
        &self,
        ctx: &Context<'_>,
        input: CreateOperatorInput,
    ) -> Result<CreateOperatorPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (row, user_errors) =
            settle(ctx, service::operator::create(hub, viewer, &input.fields.into()).await)?;
        Ok(CreateOperatorPayload { operator: row.map(Operator::from), user_errors })
    }

    /// Changes an operator; only who recorded it and moderators may.
    async fn edit_operator(
        &self,
        ctx: &Context<'_>,
        input: EditOperatorInput,
    ) -> Result<EditOperatorPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.operator_id, "operator")?;
        let (row, user_errors) =
            settle(ctx, service::operator::edit(hub, viewer, &id, &input.fields.into()).await)?;
        Ok(EditOperatorPayload { operator: row.map(Operator::from), user_errors })
    }
}
