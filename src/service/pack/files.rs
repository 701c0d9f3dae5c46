//! What is in a pack, in which order.

use entity::filing;
use serde_json::json;

use super::{evidence, mandate, packing::Packing};
use crate::{
    archive::Archive,
    document::{self, Part, Prints},
    domain::{
        assistant, channel,
        complaint::{Complaint, volumes},
    },
    error::{Error, Result},
    hub::Hub,
    service::{
        content::{self, off_thread},
        paper::{self, Print},
        rendering::{self, Format},
    },
};

/// Writes the pack of a filing: complaint, report, mandate, short version, originals, and last the list of all of them.
pub(super) async fn write(hub: &Hub, row: &filing::Model, archive: Archive) -> Result<()> {
    let mut packing = Packing::of(archive);
    let content = content::filed(hub, row)?;
    let stem = format!("{}-v{}", content.case.number, content.version);
    complaint(hub, row, &content, &stem, &mut packing).await?;
    if let Some(report) = content::filed_report(hub, row)? {
        for (ending, format) in
            [("pdf", Format::Pdf), ("docx", Format::Docx), ("txt", Format::Text), ("json", Format::Json)]
        {
            let bytes = rendering::of_report(hub, report.clone(), format).await?;
            packing.file(&format!("{stem}-report.{ending}"), bytes).await?;
        }
    }
    if let Some(mandate) = mandate::of(hub, row, &content).await? {
        let _turn = hub.typesetting.acquire().await.map_err(Error::fault("waiting to typeset"))?;
        let papers =
            off_thread(move || document::mandate_pdfs(&mandate).map_err(Error::fault("typesetting")));
        for (number, paper) in (1..).zip(papers.await?) {
            let part = if number == 1 { String::new() } else { format!("-{number:03}") };
            packing.file(&format!("{stem}-mandate{part}.pdf"), paper.bytes).await?;
        }
    }
    let pieces = evidence::write(hub, row, &content, &mut packing).await?;
    let files = packing.files();
    let manifest = json!({
        "filing": row.id, "case": content.case.number, "version": content.version,
        "channel": row.channel.as_str(), "filed_sha256": row.content_sha256,
        "voted_sha256": content.voted_sha256, "report_sha256": content.report_sha256,
        "evidence_root": row.evidence_root, "files": files, "evidence": pieces,
    });
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(Error::fault("packing a filing"))?;
    packing.file("manifest.json", manifest).await?;
    packing.finish().await
}

async fn complaint(
    hub: &Hub,
    row: &filing::Model,
    content: &Complaint,
    stem: &str,
    packing: &mut Packing,
) -> Result<()> {
    let print = Print { complaint: row.complaint_id.clone(), filing: Some(row.id.clone()) };
    // What the worker has not come to yet is drawn now.
    paper::draw(hub, &print).await?;
    let parts = paper::of_filing(hub, row).await?;
    if parts.is_empty() {
        let bytes = rendering::of_complaint(hub, content.clone(), Format::Pdf).await?;
        packing.file(&format!("{stem}.pdf"), bytes).await?;
    }
    for part in &parts {
        if let Some(bytes) = paper::bytes(hub, part).await? {
            packing.file(&paper::file_name(stem, part), bytes).await?;
        }
    }
    for (name, format) in [
        (format!("{stem}.txt"), Format::Text),
        (format!("{stem}-schedule.csv"), Format::Csv),
        (format!("{stem}.json"), Format::Json),
    ] {
        packing.file(&name, rendering::of_complaint(hub, content.clone(), format).await?).await?;
    }
    let each = parts.get(1).map_or(u32::MAX, |part| part.last_row.unsigned_abs());
    for (name, bytes) in docx(content.clone(), each, stem.to_owned()).await? {
        packing.file(&name, bytes).await?;
    }
    let rules = channel::of(row.channel);
    let content = content.clone();
    let short = off_thread(move || {
        let unnamed = content.unnamed().map_err(Error::fault("taking the names out of a filing"))?;
        Ok(assistant::short(rules, &unnamed))
    });
    match short.await? {
        Some(short) => packing.file(&format!("{stem}-short.txt"), short.text.into_bytes()).await,
        None => Ok(()),
    }
}

/// The complaint for word processors, in the parts in which it is typeset.
async fn docx(content: Complaint, each: u32, stem: String) -> Result<Vec<(String, Vec<u8>)>> {
    off_thread(move || {
        let prints = Prints::of(&content);
        let volumes = volumes(content.totals.members, each);
        if volumes.is_empty() {
            return Ok(vec![(format!("{stem}.docx"), prints.docx(Part::Whole))]);
        }
        let mut files = vec![(format!("{stem}.docx"), prints.docx(Part::Main(&volumes)))];
        files.extend(volumes.iter().map(|volume| {
            (format!("{stem}-volume-{:03}.docx", volume.number), prints.docx(Part::Volume(*volume)))
        }));
        Ok(files)
    })
    .await
}
