//! Complaints: compiled from the claims, frozen by hash, read by the members as PDF, JSON or CSV.

use entity::{
    BallotKind, CaseId, CitationState, ComplaintId, EventKind, MemberId, MemberRole, case, complaint,
    operator,
};
use serde_json::json;

use super::{
    access::{self, Caller, Member, Organiser, Viewer},
    letter::sha256,
    mandate,
    timeline::{self, Happening},
};
use crate::{
    document,
    domain::{
        calendar::beijing_date,
        category,
        complaint::{self as content, Complaint, Material, MemberPart},
        digest,
        refusal::Refusal,
        stage,
    },
    error::{Error, Result},
    hub::Hub,
    law,
    store::{self, page::Page},
};

/// Members read in one go while compiling.
const CHUNK: u64 = 500;

/// Compiles a version from the claims that stand, the adopted citations and the pool.
///
/// # Errors
/// `NOTHING_TO_COMPILE`, `NO_CITATIONS`, `UNCHANGED` when it would say what the newest version says,
/// `BALLOT_RUNNING`, or as [`access::organiser`].
pub async fn compile(hub: &Hub, viewer: &Viewer, id: &CaseId) -> Result<complaint::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    if seat.role != MemberRole::Organiser {
        return Err(Refusal::OrganisersOnly.into());
    }
    stage::open_ballot(case.stage)?;
    let newest = store::complaint::newest(&hub.db, id).await?;
    let version = newest.as_ref().map_or(0, |newest| newest.version) + 1;
    let (material, seats) = gather(hub, &case, version).await?;
    let compiled =
        off_thread(move || Complaint::pool(&material).map_err(Error::fault("compiling a complaint"))).await?;
    let claimed_fen = compiled.totals.wanted_fen;
    if let Some(newest) = &newest {
        let again = Complaint {
            version: version.unsigned_abs() - 1,
            compiled_on: read(newest)?.compiled_on,
            ..compiled.clone()
        };
        if sha256(&again.to_bytes()) == newest.sha256 {
            return Err(Refusal::Unchanged { version: newest.version }.into());
        }
    }
    let bytes = compiled.to_bytes();
    let row = complaint::Model {
        id: hub.mint(),
        case_id: id.clone(),
        version,
        sha256: sha256(&bytes),
        content: String::from_utf8(bytes).map_err(Error::fault("compiling a complaint"))?,
        member_count: i64::try_from(seats.len()).unwrap_or(i64::MAX),
        claimed_fen,
        compiled_by: seat.id.clone(),
        compiled_at: hub.now(),
    };
    hub.write(async |tx| {
        let Organiser { case, seat } = access::organiser(tx, viewer, id).await?;
        stage::open_ballot(case.stage)?;
        if store::ballot::open_of(tx, id, BallotKind::Complaint).await?.is_some() {
            return Err(Refusal::BallotRunning.into());
        }
        // Another organiser may have compiled meanwhile; the unique version number would refuse it too.
        if let Some(newest) = store::complaint::newest(tx, id).await?
            && newest.version >= version
        {
            return Err(Refusal::NotNewest { version: newest.version }.into());
        }
        store::insert(tx, row.clone()).await?;
        store::complaint::insert_members(tx, &row.id, &seats).await?;
        let facts = json!({ "version": version, "members": row.member_count, "sha256": row.sha256 });
        timeline::record(hub, tx, Happening::new(id, EventKind::ComplaintCompiled, Some(&seat), facts))
            .await?;
        Ok(())
    })
    .await?;
    Ok(row)
}

async fn gather(hub: &Hub, case: &case::Model, version: i32) -> Result<(Material, Vec<MemberId>)> {
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let citations = store::citation::list(&hub.db, &case.id, &[CitationState::Adopted]).await?;
    if citations.is_empty() {
        return Err(Refusal::NoCitations.into());
    }
    let (members, seats) = members(hub, &case.id).await?;
    if members.is_empty() {
        return Err(Refusal::NothingToCompile.into());
    }
    let material = Material {
        case: content::Case {
            number: case.number.clone(),
            title: case.title.clone(),
            category: category::find(&case.category)
                .map_or_else(|| case.category.clone(), |found| found.name_zh.clone()),
            opened_on: beijing_date(case.published_at.unwrap_or(case.created_at)),
        },
        operator: respondent(&operator),
        compiled_on: beijing_date(hub.now()),
        version: version.unsigned_abs(),
        supplementary_to: None,
        members,
        citations: citations.into_iter().map(ground).collect(),
        evidence: evidence(hub, &case.id).await?,
    };
    Ok((material, seats))
}

fn respondent(operator: &operator::Model) -> content::Operator {
    content::Operator {
        name: operator.name.clone(),
        legal_name: operator.legal_name.clone(),
        credit_code: operator.credit_code.clone(),
        icp: operator.icp.clone(),
        address: operator.address.clone(),
        mailbox: operator.mailbox.clone(),
        hotline: operator.hotline.clone(),
        site: operator.site.clone(),
        reply_days: operator.reply_days.and_then(|days| u32::try_from(days).ok()),
    }
}

fn ground(row: entity::citation::Model) -> content::Citation {
    let provision = law::catalogue().provision(&row.provision_id);
    content::Citation {
        instrument: provision
            .map(|found| law::catalogue().instrument_of(found).title_zh.clone())
            .unwrap_or_default(),
        article: provision.map(|found| found.label_zh.clone()).unwrap_or_default(),
        provision_id: row.provision_id,
        quoted: row.quote,
        operator_clause: row.clause,
        why: row.why,
    }
}

async fn members(hub: &Hub, case: &CaseId) -> Result<(Vec<MemberPart>, Vec<MemberId>)> {
    let representatives = mandate::representatives(&hub.db, case).await?;
    let role = |seat: &MemberId| match representatives.iter().any(|elected| elected.id == *seat) {
        true => MemberRole::Representative,
        false => MemberRole::Member,
    };
    let (mut parts, mut seats) = (Vec::new(), Vec::new());
    loop {
        let after = parts.last().map(|part: &MemberPart| part.code.clone());
        let rows = store::claim::standing_after(&hub.db, case, after.as_deref(), CHUNK).await?;
        if rows.is_empty() {
            return Ok((parts, seats));
        }
        let ids: Vec<MemberId> = rows.iter().map(|(_, seat)| seat.id.clone()).collect();
        let mut contacts = store::claim::contacts(&hub.db, &ids).await?;
        for (claim, seat) in rows {
            let contacts = contacts.remove(&seat.id).unwrap_or_default();
            parts.push(MemberPart {
                role: role(&seat.id),
                code: seat.code,
                order_number: claim.order_masked,
                bought_on: claim.bought_on,
                product: claim.product,
                amount_fen: claim.amount_fen,
                payment_method: claim.payment_method,
                own_use: claim.own_use,
                what_happened: claim.story,
                remedy: claim.remedy,
                wanted_fen: claim.wanted_fen,
                contacts: contacts
                    .into_iter()
                    .map(|row| content::Contact {
                        on: row.happened_on,
                        channel: row.channel,
                        said: row.said,
                        result: row.result,
                    })
                    .collect(),
            });
        }
        seats.extend(ids);
    }
}

async fn evidence(hub: &Hub, case: &CaseId) -> Result<Vec<content::Evidence>> {
    let mut page = Page::all();
    let mut index = Vec::new();
    loop {
        let slice = store::evidence::pool(&hub.db, case, &page).await?;
        page.after = slice.rows.last().map(|(row, _)| vec![row.id.to_string()]);
        for (row, seat) in slice.rows {
            let Some(seat) = seat else { continue };
            index.push(content::Evidence {
                number: u32::try_from(index.len() + 1).unwrap_or(u32::MAX),
                kind: row.kind,
                title: row.title,
                member_code: seat.code,
                sha256: digest::of_original(&row.original_sha256, row.original_salt.as_deref()),
                captured_on: row.captured_on,
                evidence_id: Some(row.id),
                copy_sha256: Some(row.copy_sha256),
            });
        }
        if !slice.has_next {
            return Ok(index);
        }
    }
}

/// The content of a version.
///
/// # Errors
/// A fault when the record was damaged.
pub fn read(row: &complaint::Model) -> Result<Complaint> {
    serde_json::from_str(&row.content).map_err(Error::fault("reading a complaint"))
}

/// A version of a case, for its members.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn find(hub: &Hub, caller: &Caller, id: &ComplaintId) -> Result<complaint::Model> {
    let row = store::complaint::find(&hub.db, id).await?.ok_or(Error::NotFound("complaint"))?;
    access::seat(&hub.db, caller, &row.case_id).await?.ok_or(Error::NotFound("complaint"))?;
    Ok(row)
}

/// The versions of a case, newest first, for its members.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, member: &Member) -> Result<Vec<complaint::Model>> {
    store::complaint::list(&hub.db, &member.case.id).await
}

/// A form in which a complaint is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The typeset document.
    Pdf,
    /// The canonical bytes, whose SHA-256 is voted on.
    Json,
    /// The schedule of members.
    Csv,
    /// Plain text.
    Text,
}

impl Format {
    /// The form with this file ending.
    #[must_use]
    pub fn parse(ending: &str) -> Option<Self> {
        match ending {
            "pdf" => Some(Self::Pdf),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A version in a form.
///
/// # Errors
/// `NotFound` for everybody but members.
pub async fn render(hub: &Hub, caller: &Caller, id: &ComplaintId, format: Format) -> Result<Vec<u8>> {
    let row = find(hub, caller, id).await?;
    draw(hub, &row, format).await
}

/// A version that the caller was given already, in a form.
///
/// # Errors
/// A fault only.
pub async fn draw(hub: &Hub, row: &complaint::Model, format: Format) -> Result<Vec<u8>> {
    draw_content(hub, read(row)?, format).await
}

/// Draws a complaint, off the async threads and one at a time, since typesetting takes memory.
pub(super) async fn draw_content(hub: &Hub, content: Complaint, format: Format) -> Result<Vec<u8>> {
    let _turn = hub.typesetting.acquire().await.map_err(Error::fault("waiting to typeset"))?;
    off_thread(move || match format {
        Format::Pdf => document::pdf(&content).map_err(Error::fault("typesetting")),
        Format::Json => Ok(content.to_bytes()),
        Format::Csv => Ok(document::schedule_csv(&content)),
        Format::Text => Ok(document::text(&content).into_bytes()),
    })
    .await
}

pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::fault("working off the async threads"))?
}
