//! A real identity, as a filing needs it (`crm-10`: name, telephone number and postal address).

use chrono::NaiveDate;
use entity::IdDocument;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{identity_number::IdentityNumber, phone::Mobile, refusal::Refusal, text};

/// Who a person is. It is sealed whenever it is kept, wiped when dropped, and never shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Identity {
    /// Real name.
    pub name: String,
    /// Telephone number, normalised.
    pub phone: String,
    /// Kind of document, as stored.
    pub document: Option<String>,
    /// Number of the document.
    pub document_number: Option<String>,
    /// Postal address.
    pub address: Option<String>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(sealed)")
    }
}

/// An identity as it was typed in.
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    /// Real name.
    pub name: &'a str,
    /// Telephone number.
    pub phone: &'a str,
    /// Kind of document.
    pub document: Option<IdDocument>,
    /// Number of the document.
    pub document_number: Option<&'a str>,
    /// Postal address.
    pub address: Option<&'a str>,
}

impl Identity {
    /// Checks what was typed in; `today` is the day in Beijing.
    ///
    /// # Errors
    /// The first refusal about a field.
    pub fn parse(draft: &Draft<'_>, today: NaiveDate) -> Result<Self, Refusal> {
        let name = text::line("name", draft.name, 2, 40)?;
        let phone = Mobile::parse(draft.phone).map_err(|_| Refusal::BadFormat { field: "phone" })?;
        let number = text::optional_line("documentNumber", draft.document_number, 40)?;
        let number = match (draft.document, number) {
            (None, Some(_)) => return Err(Refusal::Required { field: "document" }),
            (Some(_), None) => return Err(Refusal::Required { field: "documentNumber" }),
            (Some(IdDocument::ResidentId), Some(number)) => {
                let checked = IdentityNumber::parse(&number, today)
                    .map_err(|_| Refusal::BadChecksum { field: "documentNumber" })?;
                Some(checked.expose().to_owned())
            }
            (_, number) => number,
        };
        Ok(Self {
            name,
            phone: phone.expose().to_owned(),
            document: draft.document.map(|document| document.as_str().to_owned()),
            document_number: number,
            address: text::optional_line("address", draft.address, 200)?,
        })
    }

    /// Whether it has all that a filing needs.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.address.is_some()
    }
}
