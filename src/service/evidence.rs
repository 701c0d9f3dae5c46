//! Text evidence: the original is sealed, an anonymised copy is shown to its owner, and only what they
//! confirmed enters the pool.

use chrono::NaiveDate;
use entity::{CaseId, CustodyAct, EventKind, EvidenceId, EvidenceKind, EvidenceState, evidence, member};
use serde_json::json;

use super::{
    access::{self, Caller, Member, Viewer},
    custody, data_key,
    letter::sha256,
    redaction::{self, Author},
    timeline::{self, Happening},
};
use crate::{
    domain::{calendar::beijing_date, claim::past_day, refusal::Refusal, stage, text},
    error::{Error, Result},
    hub::Hub,
    keys,
    store::{
        self,
        case::Tally,
        page::{Page, Slice},
    },
};

/// The most pieces of one member.
const MOST: u64 = 200;

/// The longest text, in characters.
const LONGEST: usize = 50_000;

const ORIGINAL: &str = "evidence/original";

const TEXT: &str = "text/plain";

/// A text as it was pasted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is.
    pub kind: EvidenceKind,
    /// Title.
    pub title: String,
    /// The text.
    pub text: String,
    /// The day it was taken.
    pub captured_on: Option<NaiveDate>,
}

/// Seals a text and gives its anonymised copy for its owner to look at; it is not in the pool yet.
///
/// # Errors
/// A refusal about a field, `TOO_MUCH_EVIDENCE`, or `CASE_NOT_OPEN`.
pub async fn deposit(hub: &Hub, viewer: &Viewer, id: &CaseId, draft: &Draft) -> Result<evidence::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    stage::work(case.stage)?;
    let title = text::line("title", &draft.title, 1, 80)?;
    let original = text::prose("text", &draft.text, 1, LONGEST)?;
    if let Some(day) = draft.captured_on {
        past_day("capturedOn", day, beijing_date(hub.now()))?;
    }
    let author = Author::of(hub, viewer).await?;
    let [title, copy] = redaction::anonymise(hub, &case, &author, [&title, &original]).await?;
    let key = data_key::of(hub, viewer.id()).await?;
    let row = evidence::Model {
        id: hub.mint(),
        case_id: id.clone(),
        member_id: seat.id.clone(),
        kind: draft.kind,
        title,
        state: EvidenceState::Cleaned,
        media: TEXT.to_owned(),
        size: i64::try_from(original.len()).unwrap_or(i64::MAX),
        original_sealed: Some(keys::seal(&key, original.as_bytes(), ORIGINAL)?),
        original_blob: None,
        original_sha256: sha256(original.as_bytes()),
        original_salt: Some(salt()),
        copy_media: TEXT.to_owned(),
        copy_blob: None,
        copy_sha256: sha256(copy.as_bytes()),
        copy: Some(copy),
        boxes: None,
        pages: None,
        captured_on: draft.captured_on,
        deposited_at: hub.now(),
        confirmed_at: None,
        withdrawn_at: None,
    };
    hub.write(async |tx| {
        make_room(tx, viewer, &seat).await?;
        store::insert(tx, row.clone()).await?;
        let acts = [CustodyAct::Deposited, CustodyAct::Redacted];
        custody::record_all(hub, tx, &[(&row).into()], &acts, None).await
    })
    .await?;
    Ok(row)
}

/// A salt for the digest of a text.
pub(super) fn salt() -> String {
    hex::encode(keys::random::<32>())
}

/// Refuses one piece too many. The seat is held, so that a member cannot pass the bound by depositing twice at once.
pub(super) async fn make_room(
    tx: &sea_orm::DatabaseTransaction,
    viewer: &Viewer,
    seat: &member::Model,
) -> Result<()> {
    access::still(tx, viewer, seat).await?;
    if store::evidence::count_of(tx, &seat.id).await? >= MOST {
        return Err(Refusal::TooMuchEvidence { max: MOST }.into());
    }
    Ok(())
}

/// Puts the copy its owner saw, named by its hash, into the pool.
///
/// # Errors
/// `NotFound` when it is not theirs, `EVIDENCE_CHANGED` for another hash, `EVIDENCE_NOT_CLEANED` when it is in
/// the pool already or was withdrawn.
pub async fn confirm(hub: &Hub, viewer: &Viewer, id: &EvidenceId, seen: &str) -> Result<evidence::Model> {
    hub.write(async |tx| {
        let (row, _) = own(tx, viewer, id).await?;
        if row.state != EvidenceState::Cleaned {
            return Err(Refusal::EvidenceNotCleaned.into());
        }
        if row.copy_sha256 != seen.to_ascii_lowercase() {
            return Err(Refusal::EvidenceChanged { field: "sha256" }.into());
        }
        let row = evidence::Model { state: EvidenceState::Confirmed, confirmed_at: Some(hub.now()), ..row };
        store::save(tx, row.clone()).await?;
        custody::record(hub, tx, &row, CustodyAct::Confirmed, None).await?;
        let tally = Tally { evidence: 1, ..Tally::default() };
        let facts = json!({ "kind": format!("@evidence.{}", row.kind.as_str()) });
        let happening = Happening::new(&row.case_id, EventKind::EvidencePooled, None, facts).counting(tally);
        timeline::record(hub, tx, happening).await?;
        Ok(row)
    })
    .await
}

/// Takes a piece back. What was filed stays filed.
///
/// # Errors
/// `NotFound` when it is not theirs, `EVIDENCE_GONE` when it was withdrawn before.
pub async fn withdraw(hub: &Hub, viewer: &Viewer, id: &EvidenceId) -> Result<evidence::Model> {
    hub.write(async |tx| {
        let (row, _) = own(tx, viewer, id).await?;
        let pooled = match row.state {
            EvidenceState::Confirmed | EvidenceState::Released => true,
            EvidenceState::Uploaded | EvidenceState::Cleaned => false,
            EvidenceState::Withdrawn | EvidenceState::Destroyed => return Err(Refusal::EvidenceGone.into()),
        };
        // What was filed keeps its copy; otherwise nobody needs it any more.
        let copy_blob = match (&row.copy_blob, row.state) {
            (Some(blob), EvidenceState::Cleaned | EvidenceState::Confirmed) => {
                store::blob::doom(tx, blob).await?;
                None
            }
            _ => row.copy_blob.clone(),
        };
        let row = evidence::Model {
            state: EvidenceState::Withdrawn,
            withdrawn_at: Some(hub.now()),
            copy_blob,
            ..row
        };
        store::save(tx, row.clone()).await?;
        custody::record(hub, tx, &row, CustodyAct::Withdrawn, None).await?;
        if pooled {
            let tally = Tally { evidence: -1, ..Tally::default() };
            let happening =
                Happening::new(&row.case_id, EventKind::EvidenceWithdrawn, None, json!({})).counting(tally);
            timeline::record(hub, tx, happening).await?;
        }
        Ok(row)
    })
    .await
}

/// Whether members see a piece in this state.
pub(super) fn is_pooled(state: EvidenceState) -> bool {
    matches!(state, EvidenceState::Confirmed | EvidenceState::Released)
}

/// Destroys the original and the copy of a piece for good. What was filed stays filed.
///
/// # Errors
/// `NotFound` when it is not theirs, `EVIDENCE_IN_POOL` before it is taken back, `EVIDENCE_GONE` when it is destroyed.
pub async fn destroy(hub: &Hub, viewer: &Viewer, id: &EvidenceId) -> Result<evidence::Model> {
    hub.write(async |tx| {
        let (row, _) = own(tx, viewer, id).await?;
        match row.state {
            EvidenceState::Confirmed | EvidenceState::Released => return Err(Refusal::EvidenceInPool.into()),
            EvidenceState::Destroyed => return Err(Refusal::EvidenceGone.into()),
            EvidenceState::Uploaded | EvidenceState::Cleaned | EvidenceState::Withdrawn => {}
        }
        for blob in [&row.original_blob, &row.copy_blob].into_iter().flatten() {
            store::blob::doom(tx, blob).await?;
        }
        let row = evidence::Model {
            state: EvidenceState::Destroyed,
            withdrawn_at: row.withdrawn_at.or(Some(hub.now())),
            original_sealed: None,
            original_blob: None,
            copy: None,
            copy_blob: None,
            ..row
        };
        store::save(tx, row.clone()).await?;
        custody::record(hub, tx, &row, CustodyAct::Destroyed, None).await?;
        Ok(row)
    })
    .await
}

/// A piece of the viewer, held, with its seat.
pub(super) async fn own(
    tx: &sea_orm::DatabaseTransaction,
    viewer: &Viewer,
    id: &EvidenceId,
) -> Result<(evidence::Model, member::Model)> {
    let row = store::evidence::hold(tx, id).await?;
    let seat = store::member::find(tx, &row.case_id, viewer.id()).await?;
    let seat = seat.filter(|seat| seat.id == row.member_id && seat.left_at.is_none());
    Ok((row, seat.ok_or(Error::NotFound("evidence"))?))
}

/// A piece that the caller may see.
pub struct Piece {
    /// The piece.
    pub row: evidence::Model,
    /// The pseudonym of its owner.
    pub code: Option<String>,
    /// Whether it is the caller's.
    pub is_mine: bool,
}

/// A piece: for its owner, and once it is in the pool for the members of its case.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn find(hub: &Hub, caller: &Caller, id: &EvidenceId) -> Result<Piece> {
    let gone = || Error::NotFound("evidence");
    let row = store::evidence::find(&hub.db, id).await?.ok_or_else(gone)?;
    let seat = access::seat(&hub.db, caller, &row.case_id).await?.ok_or_else(gone)?;
    let is_mine = seat.id == row.member_id;
    if !is_mine && !is_pooled(row.state) {
        return Err(gone());
    }
    let owner = if is_mine { Some(seat) } else { store::member::get(&hub.db, &row.member_id).await? };
    Ok(Piece { row, code: owner.map(|owner| owner.code), is_mine })
}

/// The original of a piece, for its owner only.
///
/// # Errors
/// `NotFound` when it is not theirs.
pub async fn original(hub: &Hub, viewer: &Viewer, row: &evidence::Model) -> Result<Option<String>> {
    let seat = store::member::find(&hub.db, &row.case_id, viewer.id()).await?;
    seat.filter(|seat| seat.id == row.member_id).ok_or(Error::NotFound("evidence"))?;
    let Some(sealed) = &row.original_sealed else { return Ok(None) };
    let key = data_key::of(hub, viewer.id()).await?;
    let bytes = keys::open(&key, sealed, ORIGINAL)?;
    String::from_utf8(bytes.to_vec()).map(Some).map_err(Error::fault("opening evidence"))
}

/// The original of a text that a filing carries, for the pack of that filing, whose opening was recorded; `None` for a
/// file, and once its owner's key is destroyed.
pub(super) async fn released_text(hub: &Hub, row: &evidence::Model) -> Result<Option<Vec<u8>>> {
    let Some(sealed) = &row.original_sealed else { return Ok(None) };
    let owner = store::member::get(&hub.db, &row.member_id).await?.ok_or(Error::NotFound("evidence"))?;
    let mut owned = data_key::many(hub, vec![owner.account_id.clone()]).await?;
    let Some(key) = owned.remove(&owner.account_id) else { return Ok(None) };
    Ok(Some(keys::open(&key, sealed, ORIGINAL)?.to_vec()))
}

/// The pool of a case, for its members.
///
/// # Errors
/// A fault only.
pub async fn pool(
    hub: &Hub,
    member: &Member,
    page: &Page,
) -> Result<Slice<(evidence::Model, Option<member::Model>)>> {
    store::evidence::pool(&hub.db, &member.case.id, page).await
}

/// What the viewer has deposited in a case, newest first.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, member: &Member, page: &Page) -> Result<Slice<evidence::Model>> {
    store::evidence::of_member(&hub.db, &member.case.id, &member.seat.id, page).await
}
