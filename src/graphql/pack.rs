//! Filing packs.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::{
    payload::{payload, settle},
    viewer::{key, signed_in},
};
use crate::service::{self, letter};

/// Which pack to open.
#[derive(InputObject)]
struct OpenFilingPackInput {
    /// The filing.
    filing_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The pack that was opened.
    OpenFilingPackPayload {
        /// Where it is, for ten minutes, for this representative with their bearer token.
        url: String,
    }
}

/// Opening filing packs.
#[derive(Default)]
pub struct PackMutation;

#[Object]
impl PackMutation {
    /// Opens the pack of a filing, a ZIP archive of its documents and the originals released for it, for a representative of
    /// everybody in it. Each opening is recorded and shown to everybody whose identity is in it.
    async fn open_filing_pack(
        &self,
        ctx: &Context<'_>,
        input: OpenFilingPackInput,
    ) -> Result<OpenFilingPackPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let (link, user_errors) = settle(ctx, service::pack::open(hub, viewer, &id).await)?;
        let url = link.map(|link| {
            let path = format!("/filings/{id}.zip?until={}&signature={}", link.until, link.signature);
            letter::url(hub, &path)
        });
        Ok(OpenFilingPackPayload { url, user_errors })
    }
}
