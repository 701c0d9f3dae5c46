//! Operators: any consumer may record one; who recorded it and the admins may change it.

use std::collections::HashMap;

use entity::{AccountRole, KnownBy, OperatorId, operator, operator_identity};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::access::{self, Viewer};
use crate::{
    domain::{credit_code::CreditCode, email::Email, operator as rules, refusal::Refusal, text},
    error::{Error, Result},
    hub::Hub,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// An operator as it was typed in.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The name people know.
    pub name: String,
    /// The registered firm behind it.
    pub legal_name: Option<String>,
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// ICP filing number.
    pub icp: Option<String>,
    /// Registered address.
    pub address: Option<String>,
    /// Complaint mailbox.
    pub mailbox: Option<String>,
    /// Site.
    pub site: Option<String>,
    /// Hotline.
    pub hotline: Option<String>,
    /// Days in which it promises to answer.
    pub reply_days: Option<i32>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Domains.
    pub domains: Vec<String>,
    /// Who is paid, as bills name them.
    pub payees: Vec<String>,
}

/// Names, domains or payees that one operator has at most.
const MOST: usize = 20;

struct Checked {
    row: operator::Model,
    known: Vec<operator_identity::Model>,
}

fn check(draft: &Draft, base: operator::Model) -> Result<Checked, Refusal> {
    let optional = |field, value: &Option<String>, max| text::optional_line(field, value.as_deref(), max);
    let aliases = several("aliases", &draft.aliases, |name| text::line("aliases", name, 1, 80))?;
    let domains = several("domains", &draft.domains, domain_name)?;
    let payees = several("payees", &draft.payees, |name| text::line("payees", name, 1, 80))?;
    let credit_code = optional("creditCode", &draft.credit_code, 40)?
        .map(|code| CreditCode::parse(&code).map_err(|_| Refusal::BadChecksum { field: "creditCode" }))
        .transpose()?;
    let mailbox =
        optional("mailbox", &draft.mailbox, 254)?.map(|raw| Email::parse("mailbox", &raw)).transpose()?;
    if let Some(days) = draft.reply_days
        && !(1..=90).contains(&days)
    {
        return Err(Refusal::OutOfRange { field: "replyDays", min: 1, max: 90 });
    }
    let mut row = operator::Model {
        name: text::line("name", &draft.name, 1, 80)?,
        legal_name: optional("legalName", &draft.legal_name, 120)?,
        credit_code: credit_code.map(|code| code.as_str().to_owned()),
        icp: optional("icp", &draft.icp, 60)?,
        address: optional("address", &draft.address, 200)?,
        mailbox: mailbox.map(|email| email.address),
        site: optional("site", &draft.site, 200)?,
        hotline: optional("hotline", &draft.hotline, 40)?,
        reply_days: draft.reply_days,
        ..base
    };
    let names = [Some(&row.name), row.legal_name.as_ref(), row.credit_code.as_ref(), row.icp.as_ref()];
    let all: Vec<&str> =
        names.into_iter().flatten().chain(&aliases).chain(&domains).map(String::as_str).collect();
    row.search = text::fold(&all.join(" "));
    let kinds = [(KnownBy::Alias, aliases), (KnownBy::Domain, domains), (KnownBy::Payee, payees)];
    let others =
        kinds.into_iter().flat_map(|(kind, values)| values.into_iter().map(move |value| (kind, value)));
    let known = rules::identities(&row, others);
    Ok(Checked { row, known })
}

/// Reads a list of values, each of which is read by `one`.
fn several(
    field: &'static str,
    raw: &[String],
    one: impl Fn(&str) -> Result<String, Refusal>,
) -> Result<Vec<String>, Refusal> {
    if raw.len() > MOST {
        return Err(Refusal::TooMany { field, max: MOST });
    }
    raw.iter().map(|value| one(value)).collect()
}

fn domain_name(raw: &str) -> Result<String, Refusal> {
    const FIELD: &str = "domains";
    let line = text::line(FIELD, raw, 1, 253)?;
    rules::host(&line).ok_or(Refusal::BadFormat { field: FIELD })
}

async fn refuse_twin(tx: &DatabaseTransaction, checked: &Checked) -> Result<()> {
    if let Some(code) = &checked.row.credit_code
        && let Some(twin) = store::operator::find_by_credit_code(tx, code).await?
        && twin.id != checked.row.id
    {
        return Err(Refusal::OperatorExists { field: "creditCode", name: twin.name }.into());
    }
    let domains = checked.known.iter().filter(|known| known.kind == KnownBy::Domain);
    let domains: Vec<String> = domains.map(|known| known.folded.clone()).collect();
    if let Some(twin) = store::operator::find_by_domain(tx, &domains).await?
        && twin.id != checked.row.id
    {
        return Err(Refusal::OperatorExists { field: "domains", name: twin.name }.into());
    }
    Ok(())
}

/// Records an operator.
///
/// # Errors
/// A refusal about a field, or `OPERATOR_EXISTS` for a credit code or domain that is recorded already.
pub async fn create(hub: &Hub, viewer: &Viewer, draft: &Draft) -> Result<operator::Model> {
    let now = hub.now();
    let base = operator::Model {
        id: hub.mint(),
        name: String::new(),
        legal_name: None,
        credit_code: None,
        icp: None,
        address: None,
        mailbox: None,
        confirmed_mailbox: None,
        site: None,
        hotline: None,
        reply_days: None,
        search: String::new(),
        created_by: viewer.id().clone(),
        created_at: now,
        updated_at: now,
    };
    let checked = check(draft, base)?;
    hub.write(async |tx| {
        refuse_twin(tx, &checked).await?;
        store::insert(tx, checked.row.clone()).await?;
        store::operator::set_identities(tx, &checked.row.id, checked.known.clone()).await
    })
    .await?;
    Ok(checked.row)
}

/// Changes an operator; every field is written.
///
/// # Errors
/// As [`create`], or `MODERATORS_ONLY` for somebody else's.
pub async fn edit(hub: &Hub, viewer: &Viewer, id: &OperatorId, draft: &Draft) -> Result<operator::Model> {
    hub.write(async |tx| {
        let row = store::operator::hold(tx, id).await?;
        if row.created_by != *viewer.id() && viewer.account.role == AccountRole::Consumer {
            return Err(Refusal::ModeratorsOnly.into());
        }
        let checked = check(draft, operator::Model { updated_at: hub.now(), ..row })?;
        refuse_twin(tx, &checked).await?;
        store::save(tx, checked.row.clone()).await?;
        store::operator::set_identities(tx, id, checked.known).await?;
        Ok(checked.row)
    })
    .await
}

/// Whether a mailbox is at a domain that an operator is known by.
///
/// # Errors
/// A fault only.
pub(super) async fn owns(db: &impl ConnectionTrait, id: &OperatorId, mailbox: &str) -> Result<bool> {
    let known = store::operator::identities(db, vec![id.clone()]).await?.remove(id).unwrap_or_default();
    Ok(rules::owns_mailbox(&known, mailbox))
}

/// The mailbox to which papers with real names may go: at a domain of the operator's, or confirmed by a moderator. Anybody
/// may record an operator, and must not get the names of others mailed.
///
/// # Errors
/// `OPERATOR_UNREACHABLE` without a mailbox, or `MAILBOX_UNCONFIRMED`.
pub(super) async fn trusted_mailbox(db: &impl ConnectionTrait, row: operator::Model) -> Result<String> {
    let Some(mailbox) = row.mailbox else {
        return Err(Refusal::OperatorUnreachable { name: row.name }.into());
    };
    if row.confirmed_mailbox.as_ref() == Some(&mailbox) || owns(db, &row.id, &mailbox).await? {
        return Ok(mailbox);
    }
    Err(Refusal::MailboxUnconfirmed { name: row.name }.into())
}

/// Confirms that a mailbox is the operator's, which stands for as long as it is the one on record; for moderators.
///
/// # Errors
/// `MODERATORS_ONLY`, `NotFound`, or `UNKNOWN` when another one is on record.
pub async fn confirm_mailbox(
    hub: &Hub,
    viewer: &Viewer,
    id: &OperatorId,
    mailbox: &str,
) -> Result<operator::Model> {
    access::moderator(viewer)?;
    let email = Email::parse("mailbox", mailbox)?;
    hub.write(async |tx| {
        let row = store::operator::hold(tx, id).await?;
        if row.mailbox.as_ref() != Some(&email.address) {
            return Err(Refusal::Unknown { field: "mailbox" }.into());
        }
        let row = operator::Model { confirmed_mailbox: Some(email.address.clone()), ..row };
        store::save(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// The operator with this id.
///
/// # Errors
/// `NotFound`.
pub async fn find(hub: &Hub, id: &OperatorId) -> Result<operator::Model> {
    store::operator::find(&hub.db, id).await?.ok_or(Error::NotFound("operator"))
}

/// Operators whose names hold all words of `query`.
///
/// # Errors
/// `BadInput` for a cursor that is not ours.
pub async fn search(hub: &Hub, query: &str, page: &Page) -> Result<Slice<operator::Model>> {
    store::operator::page(&hub.db, &text::words(query), page).await
}

/// The operators with these ids.
///
/// # Errors
/// A fault only.
pub async fn find_many(hub: &Hub, ids: Vec<OperatorId>) -> Result<HashMap<OperatorId, operator::Model>> {
    store::operator::find_many(&hub.db, ids).await
}

/// What these operators are known by.
///
/// # Errors
/// A fault only.
pub async fn identities(
    hub: &Hub,
    ids: Vec<OperatorId>,
) -> Result<HashMap<OperatorId, Vec<operator_identity::Model>>> {
    store::operator::identities(&hub.db, ids).await
}

/// The operators that somebody may mean by a name or the address of a site: the one with that domain, those of exactly
/// that name, or else those whose names hold its words.
///
/// # Errors
/// A fault only.
pub async fn meant(hub: &Hub, name: &str, limit: u64) -> Result<Vec<operator::Model>> {
    if let Some(host) = rules::host(name)
        && let Some(found) = store::operator::find_by_domain(&hub.db, &rules::domains(&host)).await?
    {
        return Ok(vec![found]);
    }
    let exact = store::operator::known_by(&hub.db, &[rules::folded(KnownBy::Name, name)], limit).await?;
    if !exact.is_empty() {
        return Ok(exact);
    }
    let page = Page { first: limit, after: None };
    Ok(store::operator::page(&hub.db, &text::words(name), &page).await?.rows)
}
