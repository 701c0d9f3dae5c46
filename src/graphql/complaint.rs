//! Versions of the consolidated complaint.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::complaint;

use super::{
    assistant::PreparedField,
    channel::Channel,
    comparison::ComplaintChanges,
    paper::Paper,
    payload::{payload, report, settle},
    viewer::{caller, hub, key, signed_in},
};
use crate::service::{
    self, letter,
    rendering::{Document, Format},
};

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
        let text = self.told(ctx, Document::Complaint(Format::Text)).await?;
        Ok(text.unwrap_or_default())
    }

    /// The text as short as a channel's form wants it, the operator's desk's where none is named; nobody is named in it. Null
    /// where the form has no field for the story.
    #[graphql(complexity = 50)]
    async fn short_version(
        &self,
        ctx: &Context<'_>,
        channel: Option<Channel>,
    ) -> Result<Option<PreparedField>> {
        let channel = channel.map_or(entity::Channel::OperatorDesk, Into::into);
        let short = service::complaint::short(&self.row, channel).await;
        let short = short.map_err(|error| report(ctx, error))?;
        Ok(short.map(|prepared| PreparedField::new(prepared, caller(ctx).locale)))
    }

    /// The report that goes with it, as plain text: another paper, which asks for the operator's clauses to be corrected
    /// and for no money. Null where no clause is cited.
    #[graphql(complexity = 50)]
    async fn report_text(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.told(ctx, Document::Report(Format::Text)).await
    }

    /// Where the report is as PDF, for members who send their bearer token; also as `.report.docx` and `.report.json`.
    async fn report_pdf_url(&self, ctx: &Context<'_>) -> Option<String> {
        let path = format!("/complaints/{}.report.pdf", *self.id);
        self.row.report.as_ref().map(|_| letter::url(hub(ctx), &path))
    }

    /// What changed since another version of the same case: the one before, where none is named. Null for a first version.
    #[graphql(complexity = 50)]
    async fn changes_since(
        &self,
        ctx: &Context<'_>,
        complaint_id: Option<ID>,
    ) -> Result<Option<ComplaintChanges>> {
        let since = complaint_id.map(|id| key(ctx, &id, "complaint")).transpose()?;
        let changes = service::complaint::changes(hub(ctx), &self.row, since.as_ref()).await;
        Ok(changes.map_err(|error| report(ctx, error))?.map(ComplaintChanges::from))
    }

    /// The parts in which a complaint of many is typeset, one after the other, in the background; empty where it is one
    /// paper.
    #[graphql(complexity = "10 * child_complexity")]
    async fn papers(&self, ctx: &Context<'_>) -> Result<Vec<Paper>> {
        let hub = hub(ctx);
        let rows = service::paper::of_version(hub, &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(rows.into_iter().map(|row| Paper::new(hub, row)).collect())
    }

    /// Where it is for word processors.
    async fn docx_url(&self, ctx: &Context<'_>) -> String {
        letter::url(hub(ctx), &format!("/complaints/{}.docx", *self.id))
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

impl Complaint {
    async fn told(&self, ctx: &Context<'_>, document: Document) -> Result<Option<String>> {
        let bytes = service::rendering::draw(hub(ctx), &self.row, document).await;
        let bytes = bytes.map_err(|error| report(ctx, error))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// What compiling takes.
#[derive(InputObject)]
struct CompileComplaintInput {
    /// The case.
    case_id: ID,
    /// The channel that has or settled a filing which this version supplements: it speaks only for members for whom none is
    /// with that channel.
    supplementary_to: Option<Channel>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
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
    /// Compiles a version from the claims that stand, the adopted citations and the pool; for organisers. Who settled is not
    /// in it.
    async fn compile_complaint(
        &self,
        ctx: &Context<'_>,
        input: CompileComplaintInput,
    ) -> Result<CompileComplaintPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let supplement = input.supplementary_to.map(Into::into);
        let (row, user_errors) =
            settle(ctx, service::complaint::compile(hub, viewer, &id, supplement).await)?;
        Ok(CompileComplaintPayload { complaint: row.map(Complaint::from), user_errors })
    }
}
