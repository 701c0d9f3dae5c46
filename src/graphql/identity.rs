//! Sealed identities and who opened them.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{identity, member, opening};

use super::{
    payload::{payload, settle},
    viewer::signed_in,
    words::IdDocument,
};
use crate::{
    domain::identity::{Draft, Identity as Plain},
    service,
};

/// A real identity, shown to its owner only.
#[derive(SimpleObject)]
pub struct Identity {
    /// Real name.
    name: String,
    /// Telephone number.
    phone: String,
    /// Kind of document.
    document: Option<String>,
    /// Number of the document.
    document_number: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// Whether it has all that a filing needs.
    complete: bool,
}

impl From<&Plain> for Identity {
    fn from(plain: &Plain) -> Self {
        Self {
            name: plain.name.clone(),
            phone: plain.phone.clone(),
            document: plain.document.clone(),
            document_number: plain.document_number.clone(),
            address: plain.address.clone(),
            complete: plain.is_complete(),
        }
    }
}

/// Whether an identity is sealed, and whether it has all that a filing needs.
#[derive(SimpleObject)]
pub struct SealedIdentity {
    /// Whether it has all that a filing needs.
    complete: bool,
    /// When it was sealed.
    updated_at: DateTime<Utc>,
}

impl From<identity::Model> for SealedIdentity {
    fn from(row: identity::Model) -> Self {
        Self { complete: row.complete, updated_at: row.updated_at }
    }
}

/// A record that a sealed identity was opened for a filing.
#[derive(SimpleObject)]
pub struct Opening {
    /// Id.
    id: ID,
    /// The filing it was opened for.
    filing_id: Option<ID>,
    /// Pseudonym of the representative who read it; null when the filing was drawn up from it.
    opened_by: Option<String>,
    /// When.
    opened_at: DateTime<Utc>,
}

impl From<(opening::Model, Option<member::Model>)> for Opening {
    fn from((row, opener): (opening::Model, Option<member::Model>)) -> Self {
        Self {
            opened_by: opener.map(|seat| seat.code),
            id: row.id.to_string().into(),
            filing_id: row.filing_id.map(|id| id.to_string().into()),
            opened_at: row.opened_at,
        }
    }
}

/// A real identity, to be sealed.
#[derive(InputObject)]
struct SealIdentityInput {
    /// Real name.
    name: String,
    /// Telephone number.
    phone: String,
    /// Kind of document.
    document: Option<IdDocument>,
    /// Number of the document.
    document_number: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the identity is sealed.
    SealIdentityPayload {
        /// The sealed identity, without what is in it.
        identity: SealedIdentity,
    }
}

/// Changing identities.
#[derive(Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Seals the viewer's identity, in place of an earlier one.
    async fn seal_identity(
        &self,
        ctx: &Context<'_>,
        input: SealIdentityInput,
    ) -> Result<SealIdentityPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let draft = Draft {
            name: &input.name,
            phone: &input.phone,
            document: input.document.map(Into::into),
            document_number: input.document_number.as_deref(),
            address: input.address.as_deref(),
        };
        let (row, user_errors) = settle(ctx, service::identity::seal(hub, viewer, &draft).await)?;
        Ok(SealIdentityPayload { identity: row.map(SealedIdentity::from), user_errors })
    }
}
