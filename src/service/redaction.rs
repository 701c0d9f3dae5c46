//! Texts of a case are anonymised with placeholders that stay the same within the case.

use std::collections::HashMap;

use entity::{CaseId, case, operator};

use crate::{
    domain::redact::{self, Kind, Known, Numbering},
    error::{Error, Result},
    hub::Hub,
    store,
};

/// The numbers that values have in a case; every one was looked up or given before it is asked for.
struct CaseNumbers<'a> {
    hub: &'a Hub,
    case: &'a CaseId,
    numbers: HashMap<(String, Vec<u8>), u32>,
}

impl Numbering for CaseNumbers<'_> {
    fn number(&mut self, kind: Kind, value: &str) -> u32 {
        let index = index(self.hub, self.case, kind, value);
        self.numbers.get(&(kind.as_str().to_owned(), index)).copied().unwrap_or_default()
    }
}

/// Notes which values a text holds, without numbering them.
#[derive(Default)]
struct Census(Vec<(Kind, String)>);

impl Numbering for Census {
    fn number(&mut self, kind: Kind, value: &str) -> u32 {
        self.0.push((kind, value.to_owned()));
        0
    }
}

/// The keyed hash of a value: equal values of one case meet, those of two cases do not.
fn index(hub: &Hub, case: &CaseId, kind: Kind, value: &str) -> Vec<u8> {
    hub.keys.index(&format!("placeholder/{case}/{}", kind.as_str()), value)
}

/// Anonymises texts of one member of a case. The operator's own names and numbers stay readable.
///
/// Numbers are given in a short transaction of their own, so that a join that hides a value does not hold up
/// another one; a number that is then not used leaves a gap and does no harm.
///
/// # Errors
/// A fault only.
pub(super) async fn anonymise<const N: usize>(
    hub: &Hub,
    case: &case::Model,
    texts: [&str; N],
) -> Result<[String; N]> {
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    anonymise_against(hub, case, &operator, texts).await
}

/// As [`anonymise`], where the operator was read already.
pub(super) async fn anonymise_against<const N: usize>(
    hub: &Hub,
    case: &case::Model,
    operator: &operator::Model,
    texts: [&str; N],
) -> Result<[String; N]> {
    let known = Known::of([], merchant(operator));
    let mut census = Census::default();
    let unnumbered = texts.map(|text| redact::redact(text, &known, &mut census).text.into_string());
    if census.0.is_empty() {
        return Ok(unnumbered);
    }
    let mut values: Vec<(String, Vec<u8>)> = census
        .0
        .into_iter()
        .map(|(kind, value)| (kind.as_str().to_owned(), index(hub, &case.id, kind, &value)))
        .collect();
    values.sort();
    values.dedup();
    let mut numbers: HashMap<(String, Vec<u8>), u32> = HashMap::new();
    if !values.is_empty() {
        let indexes = values.iter().map(|(_, index)| index.clone()).collect();
        let mut rows = store::placeholder::find(&hub.db, &case.id, indexes).await?;
        values.retain(|(kind, index)| !rows.iter().any(|row| row.kind == *kind && row.value_index == *index));
        if !values.is_empty() {
            let given = hub
                .write_aside(async |tx| {
                    let mut given = Vec::with_capacity(values.len());
                    for (kind, index) in &values {
                        given.push(store::placeholder::number(tx, &case.id, kind, index.clone()).await?);
                    }
                    Ok(given)
                })
                .await?;
            rows.extend(given);
        }
        let numbered = rows
            .into_iter()
            .map(|row| ((row.kind, row.value_index), u32::try_from(row.number).unwrap_or_default()));
        numbers.extend(numbered);
    }
    let mut numbers = CaseNumbers { hub, case: &case.id, numbers };
    Ok(texts.map(|text| redact::redact(text, &known, &mut numbers).text.into_string()))
}

fn merchant(operator: &operator::Model) -> Vec<&str> {
    let names = [
        Some(&operator.name),
        operator.legal_name.as_ref(),
        operator.mailbox.as_ref(),
        operator.site.as_ref(),
        operator.hotline.as_ref(),
        operator.credit_code.as_ref(),
        operator.address.as_ref(),
    ];
    names.into_iter().flatten().map(String::as_str).collect()
}
