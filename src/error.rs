//! Why a thing was not done; knows no HTTP and no GraphQL.

use crate::domain::refusal::Refusal;

/// What a service answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a thing was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A person may not do this, and is told why.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// There is no such thing, or the caller may not know of it.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The caller must sign in first, or again.
    #[error("not signed in")]
    Unauthenticated,
    /// The caller asks too often.
    #[error("too many requests")]
    RateLimited {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// A value that no well-made client sends.
    #[error("bad input: {0}")]
    BadInput(&'static str),
    /// An accident of ours.
    #[error("fault: {what}")]
    Fault {
        /// What was being done.
        what: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// An accident while doing `what`; for use in `map_err`.
    pub fn fault<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        what: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Fault { what, source: source.into() }
    }

    /// The same about what was asked for, where it is the case around it that the caller may not know of: told of
    /// the case, they would know that the thing is there.
    #[must_use]
    pub fn about(self, what: &'static str) -> Self {
        match self {
            Self::NotFound(_) => Self::NotFound(what),
            other => other,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(source: sea_orm::DbErr) -> Self {
        Self::Fault { what: "database", source: Box::new(source) }
    }
}
