//! Versions of the consolidated complaint.

use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::complaint;

use super::{
    case::CaseInput,
    payload::{payload, report, settle},
    viewer::{hub, key, signed_in},
};
use crate::service::{self, complaint::Format, letter};

/// One version, frozen by its hash; only members of its case are given this object.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Complaint {
    /// Id.
    pub(super) id: ID,
    /// Version within the case, from 1.
    version: i32,
    /// SHA-256 of its canonical JSON; members vote on this.
    sha256: String,
    /// How many claims are in it.
    member_count: i64,
    /// Money asked for, in fen.
    claimed_fen: i64,
    /// When it was compiled.
    compiled_at: DateTime<Utc>,
    #[graphql(skip)]
    row: complaint::Model,
}

impl From<complaint::Model> for Complaint {
    fn from(row: complaint::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            version: row.version,
            sha256: row.sha256.clone(),
            member_count: row.member_count,
            claimed_fen: row.claimed_fen,
            compiled_at: row.compiled_at,
            row,
        }
    }
}

#[ComplexObject]
impl Complaint {
    /// The pool edition as plain text.
    #[graphql(complexity = 50)]
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        let bytes = service::complaint::draw(hub(ctx), &self.row, Format::Text).await;
        let bytes = bytes.map_err(|error| report(ctx, error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Where the typeset document is, for members who send their bearer token.
    async fn pdf_url(&self, ctx: &Context<'_>) -> String {
        letter::url(hub(ctx), &format!("/complaints/{}.pdf", *self.id))
    }

    /// Where the canonical JSON is, whose SHA-256 is voted on.
    async fn json_url(&self, ctx: &Context<'_>) -> String {
        letter::url(hub(ctx), &format!("/complaints/{}.json", *self.id))
    }

    /// Where the schedule of members is.
    async fn csv_url(&self, ctx: &Context<'_>) -> String {
        letter::url(hub(ctx), &format!("/complaints/{}.csv", *self.id))
    }
}

payload! {
    /// The compiled version.
    CompileComplaintPayload {
        /// The version.
        complaint: Complaint,
    }
}

/// Compiling complaints.
#[derive(Default)]
pub struct ComplaintMutation;

#[Object]
impl ComplaintMutation {
    /// Compiles a version from the claims that stand, the adopted citations and the pool; for organisers.
    async fn compile_complaint(
        &self,
        ctx: &Context<'_>,
        input: CaseInput,
    ) -> Result<CompileComplaintPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let (row, user_errors) = settle(ctx, service::complaint::compile(hub, viewer, &id).await)?;
        Ok(CompileComplaintPayload { complaint: row.map(Complaint::from), user_errors })
    }
}
