//! Answers: a refusal travels in the payload, everything else is an error with a code.

use async_graphql::{Context, ErrorExtensions, SimpleObject};

use entity::Locale;
use serde_json::json;
use tracing::error;

use crate::{domain::refusal::Refusal, error::Error, locale, service::access::Caller};

/// Why a mutation was refused, in words its caller can act on.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// A stable code, such as `NOT_GATHERING`.
    code: String,
    /// The input field it is about.
    field: Option<String>,
    /// What happened and what can be done, in the caller's language.
    message: String,
}

impl UserError {
    fn new(refusal: &Refusal, locale: Locale) -> Self {
        Self {
            code: refusal.code().to_owned(),
            field: refusal.field(),
            message: locale::text(locale, &format!("refusal.{}", refusal.code()), &refusal.facts()),
        }
    }
}

/// Parts a result into what was done and why it was not.
pub(super) fn settle<T>(
    ctx: &Context<'_>,
    outcome: crate::error::Result<T>,
) -> async_graphql::Result<(Option<T>, Vec<UserError>)> {
    match outcome {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Error::Refused(refusal)) => Ok((None, vec![UserError::new(&refusal, locale_of(ctx))])),
        Err(error) => Err(report(ctx, error)),
    }
}

/// Turns an error into one the API shows; a fault is logged with its cause and shown as `INTERNAL`.
pub(super) fn report(ctx: &Context<'_>, error: Error) -> async_graphql::Error {
    describe(error, locale_of(ctx))
}

fn locale_of(ctx: &Context<'_>) -> Locale {
    ctx.data_unchecked::<Caller>().locale
}

/// As [`report`], where there is no context.
pub(super) fn describe(error: Error, locale: Locale) -> async_graphql::Error {
    let (code, facts) = match &error {
        Error::Refused(refusal) => {
            let shown = UserError::new(refusal, locale);
            let code = shown.code;
            return async_graphql::Error::new(shown.message)
                .extend_with(|_, extensions| extensions.set("code", code));
        }
        Error::NotFound(what) => ("NOT_FOUND", json!({ "what": format!("@noun.{what}") })),
        Error::Unauthenticated => ("UNAUTHENTICATED", json!({})),
        Error::RateLimited { retry_after } => ("RATE_LIMITED", json!({ "retry_after": retry_after })),
        Error::BadInput(what) => ("BAD_INPUT", json!({ "what": what })),
        Error::Fault { what, source } => {
            error!(error.what = what, error.cause = %source, "a request failed while {what}");
            ("INTERNAL", json!({}))
        }
    };
    let message = locale::text(locale, &format!("error.{code}"), &facts);
    async_graphql::Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        if let Error::RateLimited { retry_after } = error {
            extensions.set("retryAfter", retry_after);
        }
    })
}

/// Declares the payload of a mutation: its results, all nullable, and why it was refused.
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $($(#[$fdoc])* $field: Option<$type>,)*
            /// Why it was refused; empty when it was done.
            user_errors: Vec<crate::graphql::payload::UserError>,
        }
    };
}
pub(super) use payload;
