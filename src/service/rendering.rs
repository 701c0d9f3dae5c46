//! A version as files: the complaint and the report that goes with it, in every form in which they are read.

use entity::{ComplaintId, complaint};

use super::{
    access::Caller,
    complaint as complaints, content,
    content::off_thread,
    paper::{self, Print},
};
use crate::{
    document::{self, Part, Prints},
    domain::complaint::{Complaint, Report},
    error::{Error, Result},
    hub::Hub,
};

/// A form in which a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The typeset document.
    Pdf,
    /// For word processors.
    Docx,
    /// The canonical bytes, whose SHA-256 is voted on.
    Json,
    /// The schedule of members.
    Csv,
    /// Plain text.
    Text,
}

impl Format {
    fn parse(ending: &str) -> Option<Self> {
        match ending {
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Docx),
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
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// Which document of a version, in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// The complaint.
    Complaint(Format),
    /// The report that goes with it; it has no schedule.
    Report(Format),
}

impl Document {
    /// What a file with this ending is: `pdf` the complaint, `report.pdf` the report.
    #[must_use]
    pub fn parse(ending: &str) -> Option<Self> {
        match ending.strip_prefix("report.") {
            None => Format::parse(ending).map(Self::Complaint),
            Some(ending) => Format::parse(ending).filter(|format| *format != Format::Csv).map(Self::Report),
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        let (Self::Complaint(format) | Self::Report(format)) = self;
        format.media_type()
    }
}

/// A document of a version.
///
/// # Errors
/// `NotFound` for everybody but members, and for a report where there is none.
pub async fn render(hub: &Hub, caller: &Caller, id: &ComplaintId, document: Document) -> Result<Vec<u8>> {
    let row = complaints::find(hub, caller, id).await?;
    draw(hub, &row, document).await?.ok_or(Error::NotFound("document"))
}

/// A document of a version that the caller was given already; `None` for a report where there is none.
///
/// # Errors
/// A fault only.
pub async fn draw(hub: &Hub, row: &complaint::Model, document: Document) -> Result<Option<Vec<u8>>> {
    match document {
        Document::Complaint(Format::Pdf) => {
            let print = Print { complaint: row.id.clone(), filing: None };
            match paper::main(hub, &print).await? {
                Some(main) => Ok(Some(main)),
                None => of_complaint(hub, content::version(row)?, Format::Pdf).await.map(Some),
            }
        }
        Document::Complaint(format) => of_complaint(hub, content::version(row)?, format).await.map(Some),
        Document::Report(format) => match content::report(row)? {
            Some(report) => of_report(hub, report, format).await.map(Some),
            None => Ok(None),
        },
    }
}

/// A complaint in a form: off the async threads, and PDFs one at a time, since typesetting takes memory. A PDF is of the
/// whole.
pub(super) async fn of_complaint(hub: &Hub, content: Complaint, format: Format) -> Result<Vec<u8>> {
    let _turn = turn(hub, format).await?;
    off_thread(move || match format {
        Format::Pdf => {
            let made = Prints::of(&content).pdf(Part::Whole).map_err(Error::fault("typesetting"))?;
            Ok(made.bytes)
        }
        Format::Docx => Ok(Prints::of(&content).docx(Part::Whole)),
        Format::Json => Ok(content.to_bytes()),
        Format::Csv => Ok(document::schedule_csv(&content)),
        Format::Text => Ok(Prints::of(&content).text().into_bytes()),
    })
    .await
}

/// A report in a form.
pub(super) async fn of_report(hub: &Hub, report: Report, format: Format) -> Result<Vec<u8>> {
    let _turn = turn(hub, format).await?;
    off_thread(move || match format {
        Format::Pdf => Ok(document::report_pdf(&report).map_err(Error::fault("typesetting"))?.bytes),
        Format::Docx => Ok(document::report_docx(&report)),
        Format::Json => Ok(report.to_bytes()),
        Format::Csv | Format::Text => Ok(document::report_text(&report).into_bytes()),
    })
    .await
}

/// The one turn to typeset; other forms take no turn, and wait for none.
async fn turn(hub: &Hub, format: Format) -> Result<Option<tokio::sync::SemaphorePermit<'_>>> {
    if format != Format::Pdf {
        return Ok(None);
    }
    hub.typesetting.acquire().await.map(Some).map_err(Error::fault("waiting to typeset"))
}
