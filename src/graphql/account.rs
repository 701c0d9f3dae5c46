//! Accounts.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::account;

use super::{
    app::App,
    case::Case,
    connection::{Connected, by_id, connection, cost},
    identity::{Identity, Opening},
    letter::Letter,
    payload::{payload, report, settle},
    session::Session,
    term::Sighting,
    viewer::{caller, hub, signed_in},
    words::{AccountRole, LetterPreference, Locale},
};
use crate::service::{self, page::Page};

/// The person who signed in.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Account {
    /// Id.
    id: ID,
    /// Address that letters go to.
    email: String,
    /// What it may do beyond its own cases.
    role: AccountRole,
    /// Language of pages and letters.
    locale: Locale,
    /// Which news is mailed.
    letters: LetterPreference,
    /// Whether mails say only that there is news.
    discreet: bool,
    /// When it was made.
    created_at: DateTime<Utc>,
}

impl From<account::Model> for Account {
    fn from(row: account::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            email: row.email,
            role: row.role.into(),
            locale: row.locale.into(),
            letters: row.letters.into(),
            discreet: row.discreet,
            created_at: row.created_at,
        }
    }
}

/// Objects of this type are only ever made of the viewer's own account.
#[ComplexObject]
impl Account {
    /// The sealed identity, opened for its owner.
    async fn identity(&self, ctx: &Context<'_>) -> Result<Option<Identity>> {
        let (hub, viewer) = signed_in(ctx)?;
        let opened = service::identity::mine(hub, viewer).await.map_err(|error| report(ctx, error))?;
        Ok(opened.as_ref().map(Identity::from))
    }

    /// Who opened the sealed identity and for which filing, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn openings(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Opening> {
        let (hub, viewer) = signed_in(ctx)?;
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::identity::openings(hub, viewer, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |(row, _)| by_id(row.id.as_str()), Opening::from))
    }

    /// When the secret link to the viewer's calendar of deadlines was made; null when there is none.
    async fn calendar_linked_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let (hub, viewer) = signed_in(ctx)?;
        let link = service::calendar_link::mine(hub, viewer).await.map_err(|error| report(ctx, error))?;
        Ok(link.map(|link| link.made_at))
    }

    /// The sessions that still stand, newest first.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let (hub, viewer) = signed_in(ctx)?;
        let rows = service::session::list(hub, viewer).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(|row| Session::new(row, &viewer.session)).collect())
    }

    /// The apps this account registered, newest first.
    async fn apps(&self, ctx: &Context<'_>) -> Result<Vec<App>> {
        let (hub, viewer) = signed_in(ctx)?;
        let rows = service::app::list(hub, viewer).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(App::from).collect())
    }

    /// The cases in which this account has a seat.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn cases(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Connected<Case> {
        let (hub, viewer) = signed_in(ctx)?;
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::case::mine(hub, viewer, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(
            slice,
            |seen| by_id(seen.seat.as_ref().map_or("", |seat| seat.id.as_str())),
            Case::from,
        ))
    }

    /// What this account submitted to the registers of operators' terms, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn sightings(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Sighting> {
        let (hub, viewer) = signed_in(ctx)?;
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::term::mine(hub, viewer, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Sighting::new(ctx, row)))
    }

    /// The letters to this account, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn mail(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Connected<Letter> {
        let (hub, viewer) = signed_in(ctx)?;
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::letter::mine(hub, viewer, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), Letter::from))
    }
}

/// Reading the viewer.
#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// The person who signed in; null for guests and apps.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Account> {
        caller(ctx).person().ok().map(|viewer| Account::from(viewer.account.clone()))
    }
}

/// What asking for an account takes.
#[derive(InputObject)]
struct RegisterInput {
    /// Address; a letter goes there.
    email: String,
    /// Password of at least 10 characters.
    password: String,
    /// Language; what the request prefers when left out.
    locale: Option<Locale>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The same answer whether or not the address is known: a letter was sent there.
    RegisterPayload {
        /// True when a letter was sent.
        accepted: bool,
    }
}

/// What a mailed token takes.
#[derive(InputObject)]
pub(super) struct TokenInput {
    /// The token of the letter.
    pub(super) token: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The account whose address was proved.
    VerifyEmailPayload {
        /// The address that can sign in now.
        email: String,
    }
}

/// Preferences; what is left out stays as it is.
#[derive(InputObject)]
struct UpdatePreferencesInput {
    /// Language of pages and letters.
    locale: Option<Locale>,
    /// Which news is mailed.
    letters: Option<LetterPreference>,
    /// Whether mails say only that there is news.
    discreet: Option<bool>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The account with its preferences.
    UpdatePreferencesPayload {
        /// The account.
        account: Account,
    }
}

/// What closing the account takes.
#[derive(InputObject)]
struct CloseAccountInput {
    /// The password.
    current_password: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the account was closed and its key destroyed.
    CloseAccountPayload {
        /// True when it was closed.
        closed: bool,
    }
}

/// Changing accounts.
#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Asks for an account; a letter says how to go on.
    async fn register(&self, ctx: &Context<'_>, input: RegisterInput) -> Result<RegisterPayload> {
        let done = service::account::register(
            hub(ctx),
            caller(ctx),
            &input.email,
            &input.password,
            input.locale.map(Into::into),
        )
        .await;
        let (done, user_errors) = settle(ctx, done)?;
        Ok(RegisterPayload { accepted: done.map(|()| true), user_errors })
    }

    /// Makes the account whose address a mailed token proves.
    async fn verify_email(&self, ctx: &Context<'_>, input: TokenInput) -> Result<VerifyEmailPayload> {
        let (account, user_errors) =
            settle(ctx, service::account::verify(hub(ctx), caller(ctx), &input.token).await)?;
        Ok(VerifyEmailPayload { email: account.map(|account| account.email), user_errors })
    }

    /// Sets preferences.
    async fn update_preferences(
        &self,
        ctx: &Context<'_>,
        input: UpdatePreferencesInput,
    ) -> Result<UpdatePreferencesPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let wanted = service::account::Preferences {
            locale: input.locale.map(Into::into),
            letters: input.letters.map(Into::into),
            discreet: input.discreet,
        };
        let (account, user_errors) =
            settle(ctx, service::account::set_preferences(hub, viewer, wanted).await)?;
        Ok(UpdatePreferencesPayload { account: account.map(Account::from), user_errors })
    }

    /// Closes the account: leaves its cases, ends its sessions and destroys its key.
    async fn close_account(
        &self,
        ctx: &Context<'_>,
        input: CloseAccountInput,
    ) -> Result<CloseAccountPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let done = service::account::close(hub, caller(ctx), viewer, &input.current_password).await;
        let (done, user_errors) = settle(ctx, done)?;
        Ok(CloseAccountPayload { closed: done.map(|()| true), user_errors })
    }
}
