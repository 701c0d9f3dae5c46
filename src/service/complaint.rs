//! Complaints: compiled from the claims and frozen by hash, for the members to vote on.

use entity::{
    BallotKind, CaseId, Channel, CitationState, ComplaintId, EventKind, FilingId, MemberId, MemberRole, case,
    complaint, operator,
};
use serde_json::json;

use super::{
    access::{self, Caller, Member, Organiser, Viewer},
    content::{self, off_thread},
    letter::sha256,
    mandate,
    paper::{self, Print},
    timeline::{self, Happening},
};
use crate::{
    domain::{
        assistant::{self, Prepared},
        calendar::beijing_date,
        category, channel,
        complaint::{self as composed, Comparison, Complaint, Material, MemberPart, Report},
        digest, filing,
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

/// Compiles a version from the claims that stand, the adopted citations and the pool: of everybody who did not settle, or
/// as a supplement for a channel only of those for whom no filing is with it.
///
/// # Errors
/// `NOTHING_TO_COMPILE`, `NOTHING_TO_SUPPLEMENT` where no filing is with that channel or settled, `NO_CITATIONS`,
/// `UNCHANGED` when it would say what the newest version says, `BALLOT_RUNNING`, or as [`access::organiser`].
pub async fn compile(
    hub: &Hub,
    viewer: &Viewer,
    id: &CaseId,
    supplement: Option<Channel>,
) -> Result<complaint::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    if seat.role != MemberRole::Organiser {
        return Err(Refusal::OrganisersOnly.into());
    }
    stage::open_ballot(case.stage)?;
    let newest = store::complaint::newest(&hub.db, id).await?;
    let version = newest.as_ref().map_or(0, |newest| newest.version) + 1;
    let (material, seats) = gather(hub, &case, version, supplement).await?;
    let before = newest.clone();
    let (compiled, report) = off_thread(move || compiled(material, before.as_ref())).await?;
    let (members, claimed_fen) = (compiled.totals.members, compiled.totals.wanted_fen);
    let bytes = compiled.to_bytes();
    drop(compiled);
    let text = |bytes| String::from_utf8(bytes).map_err(Error::fault("compiling a complaint"));
    let row = complaint::Model {
        id: hub.mint(),
        case_id: id.clone(),
        version,
        sha256: sha256(&bytes),
        content: text(bytes)?,
        report: report.map(|report| text(report.to_bytes())).transpose()?,
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
        let print = Print { complaint: row.id.clone(), filing: None };
        if paper::order(hub, tx, &print, members).await? {
            paper::enqueue(hub, tx, &print).await?;
        }
        let facts = json!({ "version": version, "members": row.member_count, "sha256": row.sha256 });
        timeline::record(hub, tx, Happening::new(id, EventKind::ComplaintCompiled, Some(&seat), facts))
            .await?;
        Ok(())
    })
    .await?;
    Ok(row)
}

/// The complaint and its report, unless they say what the version before says.
fn compiled(material: Material, before: Option<&complaint::Model>) -> Result<(Complaint, Option<Report>)> {
    let pool = |material: &Material| Complaint::pool(material).map_err(Error::fault("compiling a complaint"));
    let compiled = pool(&material)?;
    if let Some(before) = before {
        let compiled_on = content::version(before)?.compiled_on;
        let again = Material { version: before.version.unsigned_abs(), compiled_on, ..material };
        if pool(&again)?.sha256() == before.sha256 {
            return Err(Refusal::Unchanged { version: before.version }.into());
        }
    }
    let report = Report::pool(&compiled);
    Ok((compiled, report))
}

/// The filings that a supplement goes beside, and the version that the newest of them carries.
async fn base(hub: &Hub, case: &CaseId, supplement: Option<Channel>) -> Result<(Vec<FilingId>, Option<u32>)> {
    let Some(channel) = supplement else { return Ok((Vec::new(), None)) };
    let beside = store::filing::to_supplement(&hub.db, case, channel).await?;
    let newest = beside.first().ok_or(Refusal::NothingToSupplement { field: "supplementaryTo" })?;
    let carried = store::complaint::find(&hub.db, &newest.complaint_id).await?;
    let carried = carried.ok_or(Error::NotFound("complaint"))?;
    let open = beside.into_iter().filter(|row| !filing::is_over(row.status));
    Ok((open.map(|row| row.id).collect(), Some(carried.version.unsigned_abs())))
}

async fn gather(
    hub: &Hub,
    case: &case::Model,
    version: i32,
    supplement: Option<Channel>,
) -> Result<(Material, Vec<MemberId>)> {
    let (beside, supplementary_to) = base(hub, &case.id, supplement).await?;
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let citations = store::citation::list(&hub.db, &case.id, &[CitationState::Adopted]).await?;
    if citations.is_empty() {
        return Err(Refusal::NoCitations.into());
    }
    let (members, seats) = members(hub, &case.id, &beside).await?;
    if members.is_empty() {
        return Err(Refusal::NothingToCompile.into());
    }
    let material = Material {
        case: composed::Case {
            number: case.number.clone(),
            title: case.title.clone(),
            category: category::find(&case.category)
                .map_or_else(|| case.category.clone(), |found| found.name_zh.clone()),
            opened_on: beijing_date(case.published_at.unwrap_or(case.created_at)),
        },
        operator: respondent(&operator),
        compiled_on: beijing_date(hub.now()),
        version: version.unsigned_abs(),
        supplementary_to,
        members,
        citations: citations.into_iter().map(ground).collect(),
        evidence: evidence(hub, &case.id).await?,
    };
    Ok((material, seats))
}

fn respondent(operator: &operator::Model) -> composed::Operator {
    composed::Operator {
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

fn ground(row: entity::citation::Model) -> composed::Citation {
    let provision = law::catalogue().provision(&row.provision_id);
    composed::Citation {
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

async fn members(hub: &Hub, case: &CaseId, beside: &[FilingId]) -> Result<(Vec<MemberPart>, Vec<MemberId>)> {
    let representatives = mandate::representatives(&hub.db, case).await?;
    let role = |seat: &MemberId| match representatives.iter().any(|elected| elected.id == *seat) {
        true => MemberRole::Representative,
        false => MemberRole::Member,
    };
    let (mut parts, mut seats) = (Vec::new(), Vec::new());
    loop {
        let after = parts.last().map(|part: &MemberPart| part.code.clone());
        let rows = store::claim::standing_after(&hub.db, case, beside, after.as_deref(), CHUNK).await?;
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
                    .map(|row| composed::Contact {
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

async fn evidence(hub: &Hub, case: &CaseId) -> Result<Vec<composed::Evidence>> {
    let mut page = Page::all();
    let mut index = Vec::new();
    loop {
        let slice = store::evidence::pool(&hub.db, case, &page).await?;
        page.after = slice.rows.last().map(|(row, _)| vec![row.id.to_string()]);
        for (row, seat) in slice.rows {
            let Some(seat) = seat else { continue };
            index.push(composed::Evidence {
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

/// What changed to a version from another of the same case, or from the one before it; `None` for a first version.
///
/// # Errors
/// `NotFound` for a version of another case.
pub async fn changes(
    hub: &Hub,
    row: &complaint::Model,
    since: Option<&ComplaintId>,
) -> Result<Option<Comparison>> {
    let before = match since {
        Some(id) => {
            let found = store::complaint::find(&hub.db, id).await?;
            found.filter(|before| before.case_id == row.case_id).ok_or(Error::NotFound("complaint"))?
        }
        None => match store::complaint::before(&hub.db, row).await? {
            Some(before) => before,
            None => return Ok(None),
        },
    };
    let after = row.clone();
    let compare = move || Ok(Some(Comparison::of(&content::version(&before)?, &content::version(&after)?)));
    off_thread(compare).await
}

/// The text of a version as short as a channel wants it, nobody named; `None` where its form has no field for it.
///
/// # Errors
/// A fault only.
pub async fn short(row: &complaint::Model, channel: Channel) -> Result<Option<Prepared>> {
    let row = row.clone();
    off_thread(move || Ok(assistant::short(channel::of(channel), &content::version(&row)?))).await
}
