//! Texts of a case are anonymised with placeholders that stay the same within the case.

use std::{collections::HashMap, sync::Arc};

use entity::{CaseId, case, operator, placeholder};

use super::{access::Viewer, identity};
use crate::{
    domain::{
        identity::Identity,
        redact::{self, InOrder, Kind, Known, Numbering},
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// The numbers that values have in a case; every one was looked up or given before it is asked for.
struct CaseNumbers(HashMap<(Kind, String), u32>);

impl Numbering for CaseNumbers {
    fn number(&mut self, kind: Kind, value: &str) -> u32 {
        self.0.get(&(kind, value.to_owned())).copied().unwrap_or_default()
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

/// Bytes from which on a text is anonymised off the async threads.
const LONG: usize = 8 << 10;

/// Who wrote a text: their own name and numbers are hidden wherever they stand, with or without a word before them.
///
/// Those of the other members are left to the rules. Were they looked for, whoever pastes a list of names would learn
/// from what is hidden who is in the case.
pub(super) struct Author(Writer);

enum Writer {
    /// A member, as far as they have sealed an identity.
    Member(Option<Identity>),
    /// Somebody who was told the names and numbers of these people.
    Told(Vec<(String, String)>),
}

impl Author {
    /// The viewer, as far as they have sealed an identity.
    ///
    /// # Errors
    /// A fault only.
    pub(super) async fn of(hub: &Hub, viewer: &Viewer) -> Result<Self> {
        identity::mine(hub, viewer).await.map(|found| Self(Writer::Member(found)))
    }

    /// Somebody outside of the case who was told the names and telephone numbers of these members: they are hidden in what
    /// they write, and who reads it chose no word of it.
    pub(super) fn told(people: Vec<(String, String)>) -> Self {
        Self(Writer::Told(people))
    }

    fn values(&self) -> impl Iterator<Item = (Kind, &str)> {
        let (member, told) = match &self.0 {
            Writer::Member(member) => (member.as_ref(), &[][..]),
            Writer::Told(people) => (None, people.as_slice()),
        };
        let told = told
            .iter()
            .flat_map(|(name, phone)| [(Kind::Name, name.as_str()), (Kind::Mobile, phone.as_str())]);
        let own = member.into_iter().flat_map(|person| {
            // Not the address: the rules find it, and leave the city, which may stay.
            let number = person.document_number.as_deref().map(|number| (Kind::IdCard, number));
            [(Kind::Name, person.name.as_str()), (Kind::Mobile, person.phone.as_str())]
                .into_iter()
                .chain(number)
        });
        own.chain(told)
    }
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
    author: &Author,
    texts: [&str; N],
) -> Result<[String; N]> {
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    anonymise_against(hub, case, &operator, author, texts).await
}

/// As [`anonymise`], where the operator was read already.
pub(super) async fn anonymise_against<const N: usize>(
    hub: &Hub,
    case: &case::Model,
    operator: &operator::Model,
    author: &Author,
    texts: [&str; N],
) -> Result<[String; N]> {
    let known = Arc::new(Known::of(author.values(), merchant(operator)));
    let (unnumbered, census) = redacted(&known, texts, Census::default()).await?;
    if census.0.is_empty() {
        return Ok(unnumbered);
    }
    let numbers = CaseNumbers(number(hub, case, census.0).await?);
    Ok(redacted(&known, texts, numbers).await?.0)
}

/// Anonymises texts about an operator that belong to no case, each by itself.
///
/// # Errors
/// A fault only.
pub(super) async fn anonymise_alone<const N: usize>(
    operator: &operator::Model,
    author: &Author,
    texts: [&str; N],
) -> Result<[String; N]> {
    let known = Arc::new(Known::of(author.values(), merchant(operator)));
    Ok(redacted(&known, texts, InOrder::default()).await?.0)
}

/// What is known before a text of this author in this case is read.
///
/// # Errors
/// A fault only.
pub(super) async fn known(hub: &Hub, case: &case::Model, author: &Author) -> Result<Known> {
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    Ok(Known::of(author.values(), merchant(&operator)))
}

/// Redacts texts, long ones off the async threads, and gives the numbering back.
async fn redacted<const N: usize, T: Numbering + Send + 'static>(
    known: &Arc<Known>,
    texts: [&str; N],
    mut numbers: T,
) -> Result<([String; N], T)> {
    if texts.iter().map(|text| text.len()).sum::<usize>() < LONG {
        let done = texts.map(|text| redact::redact(text, known, &mut numbers).text.into_string());
        return Ok((done, numbers));
    }
    let (known, texts) = (known.clone(), texts.map(str::to_owned));
    let work = move || {
        let done = texts.map(|text| redact::redact(&text, &known, &mut numbers).text.into_string());
        (done, numbers)
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::fault("anonymising a text"))
}

/// Looks up the numbers that values have in a case, and gives numbers to new ones.
async fn number(
    hub: &Hub,
    case: &case::Model,
    census: Vec<(Kind, String)>,
) -> Result<HashMap<(Kind, String), u32>> {
    let mut values: Vec<(Kind, String)> = census;
    values.sort();
    values.dedup();
    let indexes: Vec<Vec<u8>> =
        values.iter().map(|(kind, value)| index(hub, &case.id, *kind, value)).collect();
    let mut known: HashMap<(String, Vec<u8>), i32> = HashMap::new();
    let note = |rows: Vec<placeholder::Model>, known: &mut HashMap<_, _>| {
        known.extend(rows.into_iter().map(|row| ((row.kind, row.value_index), row.number)));
    };
    note(store::placeholder::find(&hub.db, &case.id, indexes.clone()).await?, &mut known);
    let keyed = |place: usize| (values[place].0.as_str().to_owned(), indexes[place].clone());
    let new: Vec<_> = (0..values.len()).map(keyed).filter(|key| !known.contains_key(key)).collect();
    if !new.is_empty() {
        let given = hub
            .write_aside(async |tx| {
                let mut given = Vec::with_capacity(new.len());
                for (kind, index) in &new {
                    given.push(store::placeholder::number(tx, &case.id, kind, index.clone()).await?);
                }
                Ok(given)
            })
            .await?;
        note(given, &mut known);
    }
    let number = |place: usize| {
        let number = known.get(&keyed(place)).copied().unwrap_or_default();
        u32::try_from(number).unwrap_or_default()
    };
    let numbers: Vec<u32> = (0..values.len()).map(number).collect();
    Ok(values.into_iter().zip(numbers).collect())
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
