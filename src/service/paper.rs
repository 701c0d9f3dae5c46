//! Papers: a complaint of many is typeset part by part in the background, and goes on where it was after a crash.

use std::sync::Arc;

use entity::{ComplaintId, FilingId, PaperId, PaperState, complaint, filing, paper, paper_content};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

use super::{
    access::{self, Caller},
    content::{self, off_thread},
    letter,
};
use crate::{
    document::{Part, Prints, Typeset},
    domain::complaint::{Complaint, Volume, volumes},
    error::{Error, Result},
    hub::Hub,
    store::{self, paper::Of},
};

/// A job: typesets what waits of a version, or of a filing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Print {
    /// The version.
    pub complaint: ComplaintId,
    /// The filing; `None` for the edition that members vote on.
    pub filing: Option<FilingId>,
}

impl Print {
    /// The name of this kind of job.
    pub const KIND: &'static str = "print";

    fn of(&self) -> Of<'_> {
        match &self.filing {
            Some(filing) => Of::Filing(filing),
            None => Of::Version(&self.complaint),
        }
    }
}

/// Orders the parts of a complaint of many, and tells whether there are any: one of few is drawn while somebody waits.
pub(super) async fn order(hub: &Hub, tx: &DatabaseTransaction, print: &Print, members: u32) -> Result<bool> {
    let volumes = volumes(members, hub.config.storage.volume_members);
    if volumes.is_empty() {
        return Ok(false);
    }
    let count = number(volumes.len());
    let part = |number, first_row, last_row| paper::Model {
        id: hub.mint(),
        complaint_id: print.complaint.clone(),
        filing_id: print.filing.clone(),
        number,
        volumes: count,
        first_row,
        last_row,
        state: PaperState::Waiting,
        pages: None,
        size: None,
        sha256: None,
        ordered_at: hub.now(),
        drawn_at: None,
    };
    let mut parts = vec![part(0, 1, signed(members))];
    parts.extend(volumes.iter().map(|it| part(signed(it.number), signed(it.first_row), signed(it.last_row))));
    store::paper::insert(tx, &parts).await?;
    Ok(true)
}

/// Queues the typesetting of what was ordered.
pub(super) async fn enqueue(hub: &Hub, tx: &DatabaseTransaction, print: &Print) -> Result<()> {
    letter::enqueue(hub, tx, Print::KIND, print).await.map(drop)
}

fn number(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Typesets what waits of an edition, one part after the other; each is recorded before the next is begun.
///
/// # Errors
/// A fault only; what was drawn until then stays.
pub async fn draw(hub: &Hub, print: &Print) -> Result<()> {
    let Some(first) = store::paper::next(&hub.db, print.of()).await? else { return Ok(()) };
    let (content, sha256) = edition(hub, print).await?;
    let ordered = store::paper::list(&hub.db, print.of()).await?;
    let volumes: Arc<[Volume]> = ordered.iter().filter_map(volume).collect();
    let mut next = Some(first);
    while let Some(row) = next {
        let made = typeset(hub, &content, &sha256, &volumes, volume(&row)).await?;
        keep(hub, row, made).await?;
        next = store::paper::next(&hub.db, print.of()).await?;
    }
    Ok(())
}

/// Gives up what waits of an edition.
///
/// # Errors
/// A fault only.
pub async fn give_up(hub: &Hub, print: &Print) -> Result<()> {
    hub.write(async |tx| {
        for row in store::paper::list(tx, print.of()).await? {
            if row.state == PaperState::Waiting {
                store::save(tx, paper::Model { state: PaperState::Failed, ..row }).await?;
            }
        }
        Ok(())
    })
    .await
}

fn volume(row: &paper::Model) -> Option<Volume> {
    (row.number > 0).then(|| Volume {
        number: row.number.unsigned_abs(),
        of: row.volumes.unsigned_abs(),
        first_row: row.first_row.unsigned_abs(),
        last_row: row.last_row.unsigned_abs(),
    })
}

/// What an edition says, and its hash.
async fn edition(hub: &Hub, print: &Print) -> Result<(Arc<Complaint>, String)> {
    match &print.filing {
        None => {
            let row = store::complaint::find(&hub.db, &print.complaint).await?;
            let row = row.ok_or(Error::NotFound("complaint"))?;
            Ok((Arc::new(content::version(&row)?), row.sha256))
        }
        Some(id) => {
            let row = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
            let content = content::filed(hub, &row)?;
            Ok((Arc::new(content), row.content_sha256.unwrap_or_default()))
        }
    }
}

/// Typesets a part, off the async threads and one at a time, since it takes memory.
async fn typeset(
    hub: &Hub,
    content: &Arc<Complaint>,
    sha256: &str,
    volumes: &Arc<[Volume]>,
    volume: Option<Volume>,
) -> Result<Typeset> {
    let _turn = hub.typesetting.acquire().await.map_err(Error::fault("waiting to typeset"))?;
    let (content, sha256, volumes) = (Arc::clone(content), sha256.to_owned(), Arc::clone(volumes));
    off_thread(move || {
        let part = volume.map_or(Part::Main(&volumes), Part::Volume);
        Prints::hashed(&content, sha256).pdf(part).map_err(Error::fault("typesetting"))
    })
    .await
}

/// Records a part that was drawn, unless another worker did so meanwhile.
async fn keep(hub: &Hub, row: paper::Model, made: Typeset) -> Result<()> {
    let sealed = hub.keys.seal_own(&made.bytes, row.id.as_str())?;
    let content = paper_content::Model { paper_id: row.id.clone(), sealed };
    let drawn = paper::Model {
        state: PaperState::Drawn,
        pages: Some(number(made.pages)),
        size: Some(i64::try_from(made.bytes.len()).unwrap_or(i64::MAX)),
        sha256: Some(letter::sha256(&made.bytes)),
        drawn_at: Some(hub.now()),
        ..row
    };
    hub.write(async |tx| {
        if store::insert_if_free(tx, content.clone()).await? {
            store::save(tx, drawn.clone()).await?;
        }
        Ok(())
    })
    .await
}

/// The parts of a version for its members; none for one of few, which is one paper.
///
/// # Errors
/// A fault only.
pub async fn of_version(hub: &Hub, row: &complaint::Model) -> Result<Vec<paper::Model>> {
    store::paper::list(&hub.db, Of::Version(&row.id)).await
}

/// The parts of a filing for the members of its case; none for one of few.
///
/// # Errors
/// A fault only.
pub async fn of_filing(hub: &Hub, row: &filing::Model) -> Result<Vec<paper::Model>> {
    store::paper::list(&hub.db, Of::Filing(&row.id)).await
}

/// A drawn part of the edition that members vote on, for members of its case.
///
/// # Errors
/// `NotFound` for everybody else, for what is not drawn yet, and for parts of a filing, which name people.
pub async fn read(hub: &Hub, caller: &Caller, id: &PaperId) -> Result<Vec<u8>> {
    let row = store::paper::find(&hub.db, id).await?.filter(|row| row.filing_id.is_none());
    let row = row.ok_or(Error::NotFound("document"))?;
    let version = store::complaint::find(&hub.db, &row.complaint_id).await?;
    let version = version.ok_or(Error::NotFound("document"))?;
    access::seat(&hub.db, caller, &version.case_id).await?.ok_or(Error::NotFound("document"))?;
    bytes(hub, &row).await?.ok_or(Error::NotFound("document"))
}

/// What the file of a part is called.
pub(super) fn file_name(stem: &str, part: &paper::Model) -> String {
    match part.number {
        0 => format!("{stem}.pdf"),
        volume => format!("{stem}-volume-{volume:03}.pdf"),
    }
}

/// The bytes of a part; `None` until it is drawn.
pub(super) async fn bytes(hub: &Hub, row: &paper::Model) -> Result<Option<Vec<u8>>> {
    let Some(sealed) = store::paper::content(&hub.db, &row.id).await? else { return Ok(None) };
    Ok(Some(hub.keys.open_own(&sealed, row.id.as_str())?.to_vec()))
}

/// The main part of a complaint of many: as it was drawn, or drawn now while its volumes wait.
pub(super) async fn main(hub: &Hub, print: &Print) -> Result<Option<Vec<u8>>> {
    let ordered = store::paper::list(&hub.db, print.of()).await?;
    let Some(row) = ordered.first() else { return Ok(None) };
    if let Some(drawn) = bytes(hub, row).await? {
        return Ok(Some(drawn));
    }
    let (content, sha256) = edition(hub, print).await?;
    let volumes: Arc<[Volume]> = ordered.iter().filter_map(volume).collect();
    Ok(Some(typeset(hub, &content, &sha256, &volumes, None).await?.bytes))
}
