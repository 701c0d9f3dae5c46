//! The schedule of members and the sums over it.

use chrono::NaiveDate;
use entity::{MemberRole, PaymentMethod, Remedy};
use serde::{Deserialize, Serialize};

use super::clean::{clean, clean_line};
use super::material::{Contact, Identity, MemberPart, Signatory};
use super::{Unfit, wording};

/// One member's line in 附表一, with their statement and contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Line within this edition, from 1.
    pub row: u32,
    /// Pseudonym code.
    pub code: String,
    /// Whether the members elected them to speak (`crm-12`).
    pub representative: bool,
    /// Who they are; in a filing edition only.
    pub identity: Option<Identity>,
    /// Masked in a pool edition, full in a filing edition.
    pub order_number: String,
    /// The day of purchase.
    pub bought_on: NaiveDate,
    /// What was bought.
    pub product: String,
    /// Price paid, in fen.
    pub amount_fen: i64,
    /// How it was paid.
    pub payment_method: PaymentMethod,
    /// Bought for daily life.
    pub own_use: bool,
    /// What is asked for.
    pub remedy: Remedy,
    /// Money asked for, in fen; the price itself for a full refund.
    pub wanted_fen: Option<i64>,
    /// What happened.
    pub statement: String,
    /// Attempts to settle, by day.
    pub contacts: Vec<Contact>,
}

/// Sums over a schedule, in fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Members, each with one claim.
    pub members: u32,
    /// Prices paid.
    pub paid_fen: i64,
    /// The lowest price.
    pub lowest_fen: i64,
    /// The highest price.
    pub highest_fen: i64,
    /// Money asked for.
    pub wanted_fen: i64,
    /// The first purchase.
    pub first_on: NaiveDate,
    /// The last purchase.
    pub last_on: NaiveDate,
}

impl Entry {
    /// The line of a member in the pool edition.
    pub(super) fn pooled(part: &MemberPart) -> Self {
        let mut contacts: Vec<Contact> = part
            .contacts
            .iter()
            .map(|contact| Contact { said: clean(&contact.said), ..contact.clone() })
            .collect();
        contacts
            .sort_by(|a, b| (a.on, a.channel, &a.said, a.result).cmp(&(b.on, b.channel, &b.said, b.result)));
        Self {
            row: 0,
            code: clean_line(&part.code),
            representative: part.role == MemberRole::Representative,
            identity: None,
            order_number: clean_line(&part.order_number),
            bought_on: part.bought_on,
            product: clean_line(&part.product),
            amount_fen: part.amount_fen,
            payment_method: part.payment_method,
            own_use: part.own_use,
            remedy: part.remedy,
            wanted_fen: match part.remedy {
                Remedy::RefundFull => Some(part.wanted_fen.unwrap_or(part.amount_fen)),
                _ => part.wanted_fen,
            },
            statement: clean(&part.what_happened),
            contacts,
        }
    }

    /// The same line with what its member released for a filing.
    pub(super) fn signed(&self, by: &Signatory) -> Self {
        let statement = by.statement.as_deref().map(clean).filter(|text| !text.is_empty());
        Self {
            identity: Some(by.identity.cleaned()),
            order_number: clean_line(&by.order_number),
            statement: statement.unwrap_or_else(|| self.statement.clone()),
            ..self.clone()
        }
    }

    /// How the text calls them: 成员 7QK2, or 张三（7QK2） once they are named.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.identity {
            Some(identity) => format!("{}（{}）", identity.name, self.code),
            None => format!("成员 {}", self.code),
        }
    }

    /// How the text calls what they ask for, e.g. 全额退款.
    #[must_use]
    pub fn remedy_zh(&self) -> &'static str {
        wording::remedy_zh(self.remedy)
    }

    /// How the text calls the way they paid, e.g. 微信支付.
    #[must_use]
    pub fn payment_zh(&self) -> &'static str {
        wording::payment(self.payment_method)
    }
}

impl Totals {
    /// Adds up a schedule.
    ///
    /// # Errors
    ///
    /// [`Unfit::NoMember`] for an empty one; [`Unfit::Amount`] where an amount is below zero or the
    /// sums leave `i64`.
    pub(super) fn of(schedule: &[Entry]) -> Result<Self, Unfit> {
        let first = schedule.first().ok_or(Unfit::NoMember)?;
        let mut totals = Self {
            members: u32::try_from(schedule.len()).map_err(|_| Unfit::Amount)?,
            paid_fen: 0,
            lowest_fen: first.amount_fen,
            highest_fen: first.amount_fen,
            wanted_fen: 0,
            first_on: first.bought_on,
            last_on: first.bought_on,
        };
        for entry in schedule {
            totals.paid_fen = add(totals.paid_fen, entry.amount_fen)?;
            totals.wanted_fen = add(totals.wanted_fen, entry.wanted_fen.unwrap_or(0))?;
            totals.lowest_fen = totals.lowest_fen.min(entry.amount_fen);
            totals.highest_fen = totals.highest_fen.max(entry.amount_fen);
            totals.first_on = totals.first_on.min(entry.bought_on);
            totals.last_on = totals.last_on.max(entry.bought_on);
        }
        Ok(totals)
    }
}

fn add(sum: i64, amount: i64) -> Result<i64, Unfit> {
    if amount < 0 {
        return Err(Unfit::Amount);
    }
    sum.checked_add(amount).ok_or(Unfit::Amount)
}
