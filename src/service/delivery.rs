//! Delivery: a filing is drawn, handed to its channel, and what became of that is recorded.

use entity::{Delivery, EventKind, FilingId, FilingStatus, filing, member};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    content, deadline, desk_link, letter,
    paper::{self, Print},
    rendering::{self, Format},
    reply_address,
    timeline::{self, Happening},
};
use crate::{
    domain::{complaint::Complaint, filing as filings},
    error::Result,
    hub::Hub,
    store,
};

/// Bytes of typeset papers that a mail carries: many mailboxes take no more than 25 MB, a third of which is encoding.
const ATTACHED: usize = 12 << 20;

/// A job: hands a filing to its channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Send {
    /// The filing.
    pub filing: FilingId,
}

impl Send {
    /// The name of this kind of job.
    pub const KIND: &'static str = "send_filing";
}

/// What a filing sends.
pub struct Pack {
    /// The filing.
    pub filing: filing::Model,
    /// Facts of the covering mail.
    pub facts: Value,
    /// Where answers by mail come in.
    pub reply_to: Option<String>,
    /// The documents, each with its name and media type.
    pub files: Vec<(String, &'static str, Vec<u8>)>,
}

/// Draws the documents of a filing that is not sent yet and marks it as being sent.
///
/// # Errors
/// A fault only.
pub async fn pack(hub: &Hub, id: &FilingId) -> Result<Option<Pack>> {
    let row = hub
        .write(async |tx| {
            let row = store::filing::hold(tx, id).await?;
            if !matches!(row.delivery, Delivery::Queued | Delivery::Sending)
                || row.status != FilingStatus::Prepared
            {
                return Ok(None);
            }
            let row = filing::Model { delivery: Delivery::Sending, updated_at: hub.now(), ..row };
            store::save(tx, row.clone()).await?;
            let link = desk_link::live(hub, tx, &row).await?;
            Ok(Some((row, link)))
        })
        .await?;
    let Some((row, link)) = row else { return Ok(None) };
    let content = content::filed(hub, &row)?;
    let stem = format!("{}-v{}", content.case.number, content.version);
    let mut files = papers(hub, &row, &content, &stem).await?;
    for (name, format) in
        [(format!("{stem}-schedule.csv"), Format::Csv), (format!("{stem}.json"), Format::Json)]
    {
        let bytes = rendering::of_complaint(hub, content.clone(), format).await?;
        files.push((name, format.media_type(), bytes));
    }
    let due = deadline::first_due(hub, &row).await?;
    let signers: Vec<Value> = content
        .schedule
        .iter()
        .filter(|entry| content.representatives.iter().any(|label| label.contains(&entry.code)))
        .filter_map(|entry| entry.identity.as_ref())
        .map(|person| json!({ "name": person.name, "phone": person.phone }))
        .collect();
    let facts = json!({
        "case_number": content.case.number,
        "operator": content.respondent.legal_name.as_deref().unwrap_or(&content.respondent.name),
        "channel": crate::locale::word(entity::Locale::ZhCn, &format!("channel.{}", row.channel.as_str())),
        "members": row.member_count,
        "amount_fen": row.claimed_fen,
        "demands": content.demands.iter().map(|demand| demand.text.clone()).collect::<Vec<_>>(),
        "representatives": signers,
        "reply_url": desk_link::url(hub, &link),
        "reply_by": due.map(|due| due.due.date.to_string()),
        "files": files.iter().map(|(name, _, bytes)| json!({ "name": name, "sha256": letter::sha256(bytes) })).collect::<Vec<_>>(),
        "complaint_sha256": content.voted_sha256,
        "evidence_root": content.evidence_root,
    });
    let reply_to = reply_address::of(hub, &row.id);
    Ok(Some(Pack { filing: row, facts, reply_to, files }))
}

/// The PDF of a filing; of one of many its main part, and as many volumes as a mail may carry.
async fn papers(
    hub: &Hub,
    row: &filing::Model,
    content: &Complaint,
    stem: &str,
) -> Result<Vec<(String, &'static str, Vec<u8>)>> {
    let media = Format::Pdf.media_type();
    let print = Print { complaint: row.complaint_id.clone(), filing: Some(row.id.clone()) };
    paper::draw(hub, &print).await?;
    let parts = paper::of_filing(hub, row).await?;
    if parts.is_empty() {
        let bytes = rendering::of_complaint(hub, content.clone(), Format::Pdf).await?;
        return Ok(vec![(format!("{stem}.pdf"), media, bytes)]);
    }
    let (mut files, mut room) = (Vec::new(), ATTACHED);
    for part in parts {
        let Some(bytes) = paper::bytes(hub, &part).await? else { continue };
        // What has no room stays in the JSON file, which says the same.
        let Some(left) = room.checked_sub(bytes.len()) else { break };
        room = left;
        files.push((paper::file_name(stem, &part), media, bytes));
    }
    Ok(files)
}

/// Records that the channel's server took a filing: it is submitted, and the time to reply runs.
///
/// # Errors
/// A fault only.
pub async fn sent(hub: &Hub, id: &FilingId) -> Result<()> {
    let now = hub.now();
    hub.write(async |tx| {
        let row = store::filing::hold(tx, id).await?;
        if row.delivery == Delivery::Sent {
            return Ok(());
        }
        let row = filing::Model { sent_at: Some(now), ..row };
        // Taken back while its mail was on the way: it arrived, and stays taken back.
        if filings::is_over(row.status) {
            let row = filing::Model { delivery: Delivery::Sent, updated_at: now, ..row };
            return store::save(tx, row).await;
        }
        handed_over(hub, tx, row, None).await?;
        Ok(())
    })
    .await
}

/// Writes that a filing is with its channel, from the instant it was sent: it is submitted, and the first deadline runs.
pub(super) async fn handed_over(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: filing::Model,
    by: Option<&member::Model>,
) -> Result<filing::Model> {
    let row = filing::Model {
        delivery: Delivery::Sent,
        status: FilingStatus::Submitted,
        updated_at: hub.now(),
        ..row
    };
    store::save(tx, row.clone()).await?;
    let due = deadline::first_due(hub, &row).await?;
    if let Some(due) = due {
        deadline::begin(hub, tx, &row, due).await?;
    }
    let facts = json!({
        "channel": format!("@channel.{}", row.channel.as_str()), "members": row.member_count,
        "due": due.map_or_else(|| "@deadline.none".to_owned(), |due| due.due.date.to_string()),
    });
    timeline::record(hub, tx, Happening::new(&row.case_id, EventKind::FilingSent, by, facts)).await?;
    Ok(row)
}

/// Records that a filing cannot be delivered; the organisers may file again after a new ballot.
///
/// # Errors
/// A fault only.
pub async fn failed(hub: &Hub, id: &FilingId, reason: &str) -> Result<()> {
    let now = hub.now();
    hub.write(async |tx| {
        let row = store::filing::hold(tx, id).await?;
        if row.delivery != Delivery::Sending {
            return Ok(());
        }
        if filings::is_over(row.status) {
            let row = filing::Model { delivery: Delivery::Failed, updated_at: now, ..row };
            return store::save(tx, row).await;
        }
        let row = filing::Model {
            delivery: Delivery::Failed,
            status: FilingStatus::Withdrawn,
            ground: Some(reason.to_owned()),
            updated_at: now,
            ..row
        };
        store::save(tx, row.clone()).await?;
        let facts = json!({ "channel": format!("@channel.{}", row.channel.as_str()), "reason": reason });
        timeline::record(hub, tx, Happening::new(&row.case_id, EventKind::FilingFailed, None, facts)).await?;
        Ok(())
    })
    .await
}
