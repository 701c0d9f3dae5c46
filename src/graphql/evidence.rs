//! Evidence.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::evidence;

use super::{
    payload::{payload, report, settle},
    upload::Rectangle,
    viewer::{caller, hub, key, signed_in},
    words::{EvidenceKind, EvidenceState},
};
use crate::{
    domain::digest::of_original,
    error::Error,
    service::{
        self,
        access::Viewer,
        evidence::{Draft, Piece},
    },
};

/// A piece of evidence.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Evidence {
    /// Id.
    pub(super) id: ID,
    /// What it is.
    kind: EvidenceKind,
    /// Title, anonymised.
    title: String,
    /// How far it has come on its way into the pool.
    state: EvidenceState,
    /// The anonymised copy of a text; null for a file.
    copy: Option<String>,
    /// SHA-256 of the copy; its owner confirms the copy by it.
    copy_sha256: String,
    /// Media type of the copy.
    copy_media: String,
    /// Where members of the case get the copy of a file; null for a text, and once it was taken back.
    copy_url: Option<String>,
    /// Media type of the original.
    media: String,
    /// Bytes of the original.
    size: i64,
    /// Digest of the sealed original, by which the chain of custody and manifests name it: its SHA-256; of a text that
    /// of its salt and SHA-256, as `src/domain/digest.rs` says.
    original_digest: String,
    /// The day it was taken.
    captured_on: Option<NaiveDate>,
    /// When it was deposited.
    deposited_at: DateTime<Utc>,
    /// When its owner confirmed the copy.
    confirmed_at: Option<DateTime<Utc>>,
    /// Pseudonym of its owner.
    member_code: Option<String>,
    #[graphql(skip)]
    row: evidence::Model,
    #[graphql(skip)]
    is_mine: bool,
}

impl Evidence {
    /// A piece of the viewer's own.
    pub(super) fn own(row: evidence::Model, member_code: Option<String>) -> Self {
        Self::new(row, member_code, true)
    }

    /// A piece, and whether it is the viewer's own.
    pub(super) fn new(row: evidence::Model, member_code: Option<String>, is_mine: bool) -> Self {
        Self {
            is_mine,
            copy_media: row.copy_media.clone(),
            copy_url: row.copy_blob.as_ref().map(|_| format!("/evidence/{}/copy", row.id)),
            media: row.media.clone(),
            size: row.size,
            id: row.id.to_string().into(),
            kind: row.kind.into(),
            title: row.title.clone(),
            state: row.state.into(),
            copy: row.copy.clone(),
            copy_sha256: row.copy_sha256.clone(),
            original_digest: of_original(&row.original_sha256, row.original_salt.as_deref()),
            captured_on: row.captured_on,
            deposited_at: row.deposited_at,
            confirmed_at: row.confirmed_at,
            member_code,
            row,
        }
    }
}

impl From<Piece> for Evidence {
    fn from(piece: Piece) -> Self {
        Self::new(piece.row, piece.code, piece.is_mine)
    }
}

impl Evidence {
    /// The viewer, where the piece is theirs.
    fn owner<'a>(&self, ctx: &Context<'a>) -> Option<&'a Viewer> {
        caller(ctx).person().ok().filter(|_| self.is_mine)
    }
}

#[ComplexObject]
impl Evidence {
    /// Where its owner gets the original of a file, for ten minutes and only with their session; null for everybody
    /// else, and for a text.
    async fn original_url(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(viewer) = self.owner(ctx) else { return Ok(None) };
        let link =
            service::reading::link(hub(ctx), viewer, &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(link.map(|link| {
            format!("/evidence/{}/original?until={}&signature={}", self.row.id, link.until, link.signature)
        }))
    }

    /// SHA-256 of the original, for its owner only; null for everybody else.
    async fn original_sha256(&self) -> Option<&str> {
        self.is_mine.then_some(&self.row.original_sha256)
    }

    /// Salt of an original that is a text, for its owner only; null for everybody else, and for other files.
    async fn original_salt(&self) -> Option<&str> {
        self.row.original_salt.as_deref().filter(|_| self.is_mine)
    }

    /// Width and height of each page of the copy, in pixels.
    async fn pages(&self) -> Vec<PageSize> {
        let pages = service::sheet::sizes(&self.row);
        let is_whole = self.is_mine && self.row.original_blob.is_some();
        let address = |page: usize| is_whole.then(|| format!("/evidence/{}/pages/{page}", self.row.id));
        let sized = |(page, (width, height))| PageSize { width, height, url: address(page) };
        pages.into_iter().enumerate().map(sized).collect()
    }

    /// The black boxes that its owner drew, for its owner only; null for everybody else.
    async fn boxes(&self, ctx: &Context<'_>) -> Result<Option<Vec<Rectangle>>> {
        let Some(viewer) = self.owner(ctx) else { return Ok(None) };
        let boxes = service::file::boxes(hub(ctx), viewer, &self.row).await;
        let boxes = boxes.map_err(|error| report(ctx, error))?;
        Ok(boxes.map(|boxes| boxes.into_iter().map(Rectangle::from).collect()))
    }

    /// Boxes that could be drawn over what looks personal on a page of a picture or document, found by reading it: for
    /// its owner, until they confirm the copy. Null for everybody else, and where suggestions are off.
    #[graphql(complexity = "10 + child_complexity")]
    async fn suggested_boxes(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] page: u32,
    ) -> Result<Option<Vec<Rectangle>>> {
        let Some(viewer) = self.owner(ctx) else { return Ok(None) };
        let boxes = service::sheet::suggest(hub(ctx), viewer, &self.row, page).await;
        let boxes = boxes.map_err(|error| report(ctx, error))?;
        Ok(boxes.map(|boxes| boxes.into_iter().map(Rectangle::from).collect()))
    }

    /// The original of a text, for its owner only; null for everybody else.
    async fn original(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(viewer) = self.owner(ctx) else { return Ok(None) };
        match service::evidence::original(hub(ctx), viewer, &self.row).await {
            Ok(text) => Ok(text),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(report(ctx, error)),
        }
    }
}

/// The size of a page.
#[derive(SimpleObject)]
struct PageSize {
    /// Its width.
    width: u32,
    /// Its height.
    height: u32,
    /// Where its owner gets it as a picture without black boxes, to draw them; null for everybody else, and once the
    /// original is destroyed.
    url: Option<String>,
}

/// What this hub can do with evidence.
#[derive(Default)]
pub struct EvidenceQuery;

#[Object]
impl EvidenceQuery {
    /// Whether boxes can be suggested here: the program that reads text in pictures is installed.
    async fn suggests_boxes(&self, ctx: &Context<'_>) -> bool {
        hub(ctx).ocr.is_some()
    }
}

/// A statement or a pasted chat log.
#[derive(InputObject)]
struct DepositTextInput {
    /// The case.
    case_id: ID,
    /// What it is.
    kind: EvidenceKind,
    /// Title.
    title: String,
    /// The text, at most 50,000 characters.
    text: String,
    /// The day it was taken, in Beijing.
    captured_on: Option<NaiveDate>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The anonymised copy, to be looked at before it enters the pool.
    DepositTextPayload {
        /// The piece.
        evidence: Evidence,
    }
}

/// What confirming a copy takes.
#[derive(InputObject)]
struct ConfirmEvidenceInput {
    /// The piece.
    evidence_id: ID,
    /// SHA-256 of the copy its owner looked at.
    sha256: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The piece, now in the pool.
    ConfirmEvidencePayload {
        /// The piece.
        evidence: Evidence,
    }
}

/// What taking a piece back takes.
#[derive(InputObject)]
struct WithdrawEvidenceInput {
    /// The piece.
    evidence_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The piece, no longer in the pool.
    WithdrawEvidencePayload {
        /// The piece.
        evidence: Evidence,
    }
}

/// Depositing, confirming and withdrawing evidence.
#[derive(Default)]
pub struct EvidenceMutation;

#[Object]
impl EvidenceMutation {
    /// Seals a text and shows its anonymised copy; it is not in the pool until its owner confirms the copy.
    async fn deposit_text(&self, ctx: &Context<'_>, input: DepositTextInput) -> Result<DepositTextPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let draft = Draft {
            kind: input.kind.into(),
            title: input.title,
            text: input.text,
            captured_on: input.captured_on,
        };
        let (row, user_errors) = settle(ctx, service::evidence::deposit(hub, viewer, &id, &draft).await)?;
        Ok(DepositTextPayload { evidence: row.map(|row| Evidence::own(row, None)), user_errors })
    }

    /// Puts the copy its owner saw into the pool.
    async fn confirm_evidence(
        &self,
        ctx: &Context<'_>,
        input: ConfirmEvidenceInput,
    ) -> Result<ConfirmEvidencePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.evidence_id, "evidence")?;
        let (row, user_errors) =
            settle(ctx, service::evidence::confirm(hub, viewer, &id, &input.sha256).await)?;
        Ok(ConfirmEvidencePayload { evidence: row.map(|row| Evidence::own(row, None)), user_errors })
    }

    /// Takes a piece back. What was filed stays filed.
    async fn withdraw_evidence(
        &self,
        ctx: &Context<'_>,
        input: WithdrawEvidenceInput,
    ) -> Result<WithdrawEvidencePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.evidence_id, "evidence")?;
        let (row, user_errors) = settle(ctx, service::evidence::withdraw(hub, viewer, &id).await)?;
        Ok(WithdrawEvidencePayload { evidence: row.map(|row| Evidence::own(row, None)), user_errors })
    }
}
