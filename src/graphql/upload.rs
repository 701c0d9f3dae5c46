//! Uploads, and evidence that is a file.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::blob;

use super::{
    evidence::Evidence,
    payload::{payload, settle},
    viewer::{key, signed_in},
    words::EvidenceKind,
};
use crate::{
    clean::BlackBox,
    service::{self, file::Draft},
};

/// A file that is being sent. `PUT` its bytes to the address, with the header `Upload-Offset` from the second go on;
/// `HEAD` tells how far it has come.
#[derive(SimpleObject)]
pub struct Upload {
    /// Id.
    id: ID,
    /// Where to send the bytes; only with the session of who announced it.
    url: String,
    /// How many bytes it will have.
    length: i64,
    /// How many of them are safe.
    offset: i64,
    /// When it is deleted unless it is used.
    expires_at: Option<DateTime<Utc>>,
}

impl Upload {
    fn new(hub: &crate::hub::Hub, row: blob::Model) -> Self {
        Self {
            url: format!("{}/uploads/{}", hub.config.server.public_url, row.id),
            id: row.id.to_string().into(),
            length: row.length,
            offset: row.received,
            expires_at: row.expires_at,
        }
    }
}

/// What announcing a file takes.
#[derive(InputObject)]
struct StageUploadInput {
    /// How many bytes it has.
    length: i64,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The upload, to be sent.
    StageUploadPayload {
        /// The upload.
        upload: Upload,
    }
}

/// What giving an upload up takes.
#[derive(InputObject)]
struct CancelUploadInput {
    /// The upload.
    upload_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the upload was given up; what was received is deleted.
    CancelUploadPayload {
        /// True when it was.
        cancelled: bool,
    }
}

/// What depositing a file takes.
#[derive(InputObject)]
struct DepositEvidenceInput {
    /// The case.
    case_id: ID,
    /// The upload that holds the file.
    upload_id: ID,
    /// What it is.
    kind: EvidenceKind,
    /// Title.
    title: String,
    /// The day it was taken, in Beijing.
    captured_on: Option<NaiveDate>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The piece with its copy, to be looked at before it enters the pool.
    DepositEvidencePayload {
        /// The piece.
        evidence: Evidence,
    }
}

/// A rectangle to be black, in pixels of the copy.
#[derive(InputObject, SimpleObject)]
#[graphql(input_name = "BlackBoxInput", name = "BlackBox")]
pub(super) struct Rectangle {
    /// The page, counted from 0.
    page: u32,
    /// The left edge.
    x: u32,
    /// The top edge.
    y: u32,
    /// The width.
    width: u32,
    /// The height.
    height: u32,
}

impl From<Rectangle> for BlackBox {
    fn from(Rectangle { page, x, y, width, height }: Rectangle) -> Self {
        Self { page, x, y, width, height }
    }
}

impl From<BlackBox> for Rectangle {
    fn from(BlackBox { page, x, y, width, height }: BlackBox) -> Self {
        Self { page, x, y, width, height }
    }
}

/// What drawing a copy anew takes.
#[derive(InputObject)]
struct RedactEvidenceInput {
    /// The piece.
    evidence_id: ID,
    /// All rectangles to be black; they take the place of those before.
    boxes: Vec<Rectangle>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The piece with its new copy.
    RedactEvidencePayload {
        /// The piece.
        evidence: Evidence,
    }
}

/// What destroying a piece takes.
#[derive(InputObject)]
struct DestroyEvidenceInput {
    /// The piece.
    evidence_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The piece, whose original and copy are gone.
    DestroyEvidencePayload {
        /// The piece.
        evidence: Evidence,
    }
}

/// Sending files and handing them in.
#[derive(Default)]
pub struct UploadMutation;

#[Object]
impl UploadMutation {
    /// Announces a file; the answer says where to send its bytes.
    async fn stage_upload(&self, ctx: &Context<'_>, input: StageUploadInput) -> Result<StageUploadPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (row, user_errors) = settle(ctx, service::upload::stage(hub, viewer, input.length).await)?;
        Ok(StageUploadPayload { upload: row.map(|row| Upload::new(hub, row)), user_errors })
    }

    /// Gives an upload up and deletes what was received.
    async fn cancel_upload(
        &self,
        ctx: &Context<'_>,
        input: CancelUploadInput,
    ) -> Result<CancelUploadPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.upload_id, "upload")?;
        let (done, user_errors) = settle(ctx, service::upload::cancel(hub, viewer, &id).await)?;
        Ok(CancelUploadPayload { cancelled: done.map(|()| true), user_errors })
    }

    /// Takes an uploaded file as evidence and draws its copy; it is not in the pool until its owner confirms the copy.
    async fn deposit_evidence(
        &self,
        ctx: &Context<'_>,
        input: DepositEvidenceInput,
    ) -> Result<DepositEvidencePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let draft = Draft {
            upload: key(ctx, &input.upload_id, "upload")?,
            kind: input.kind.into(),
            title: input.title,
            captured_on: input.captured_on,
        };
        let (row, user_errors) = settle(ctx, service::file::deposit(hub, viewer, &id, &draft).await)?;
        Ok(DepositEvidencePayload { evidence: row.map(|row| Evidence::own(row, None)), user_errors })
    }

    /// Draws the copy of a picture or document anew with black boxes, until its owner confirmed it.
    async fn redact_evidence(
        &self,
        ctx: &Context<'_>,
        input: RedactEvidenceInput,
    ) -> Result<RedactEvidencePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.evidence_id, "evidence")?;
        let boxes = input.boxes.into_iter().map(BlackBox::from).collect();
        let (row, user_errors) = settle(ctx, service::file::redact(hub, viewer, &id, boxes).await)?;
        Ok(RedactEvidencePayload { evidence: row.map(|row| Evidence::own(row, None)), user_errors })
    }

    /// Destroys the original and the copy of a piece that is not in the pool.
    async fn destroy_evidence(
        &self,
        ctx: &Context<'_>,
        input: DestroyEvidenceInput,
    ) -> Result<DestroyEvidencePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.evidence_id, "evidence")?;
        let (row, user_errors) = settle(ctx, service::evidence::destroy(hub, viewer, &id).await)?;
        Ok(DestroyEvidencePayload { evidence: row.map(|row| Evidence::own(row, None)), user_errors })
    }
}
