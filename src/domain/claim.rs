//! A claim: a member's own facts, checked before they are kept.

use chrono::{Months, NaiveDate};
use entity::{ContactChannel, ContactResult, PaymentMethod, Remedy};

use super::{order_number, refusal::Refusal, text};

/// The most one claim may ask for, in fen: ten million yuan.
pub const MOST_FEN: i64 = 1_000_000_000;

/// The oldest purchase that is taken. Limitation runs three years (cc-188) and may have been interrupted, so
/// that older ones are not refused outright.
const OLDEST: Months = Months::new(12 * 20);

/// A claim as it was typed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<'a> {
    /// Order number.
    pub order_number: &'a str,
    /// Day of purchase, in Beijing.
    pub bought_on: NaiveDate,
    /// What was bought.
    pub product: &'a str,
    /// Price paid, in fen.
    pub amount_fen: i64,
    /// How it was paid.
    pub payment_method: PaymentMethod,
    /// Bought for own use, not to sell on.
    pub own_use: bool,
    /// What happened.
    pub story: &'a str,
    /// What is asked for.
    pub remedy: Remedy,
    /// Money asked for, in fen.
    pub wanted_fen: Option<i64>,
}

/// A claim that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Order number, as written.
    pub order_number: String,
    /// Day of purchase.
    pub bought_on: NaiveDate,
    /// What was bought.
    pub product: String,
    /// Price paid, in fen.
    pub amount_fen: i64,
    /// How it was paid.
    pub payment_method: PaymentMethod,
    /// Bought for own use.
    pub own_use: bool,
    /// What happened.
    pub story: String,
    /// What is asked for.
    pub remedy: Remedy,
    /// Money asked for, in fen.
    pub wanted_fen: Option<i64>,
}

impl Claim {
    /// Checks what was typed in; `today` is the day in Beijing.
    ///
    /// # Errors
    /// The first refusal about a field.
    pub fn parse(draft: &Draft<'_>, today: NaiveDate) -> Result<Self, Refusal> {
        within("amountFen", draft.amount_fen)?;
        draft.wanted_fen.map_or(Ok(()), |fen| within("wantedFen", fen))?;
        if draft.wanted_fen.is_none() && matches!(draft.remedy, Remedy::RefundPart | Remedy::Compensation) {
            return Err(Refusal::Required { field: "wantedFen" });
        }
        past_day("boughtOn", draft.bought_on, today)?;
        Ok(Self {
            order_number: order_number::parse(draft.order_number)?,
            bought_on: draft.bought_on,
            product: text::line("product", draft.product, 1, 120)?,
            amount_fen: draft.amount_fen,
            payment_method: draft.payment_method,
            own_use: draft.own_use,
            story: text::prose("story", draft.story, 10, 5_000)?,
            remedy: draft.remedy,
            wanted_fen: draft.wanted_fen,
        })
    }
}

/// An attempt to settle, as it was typed in.
#[derive(Clone, Debug)]
pub struct ContactDraft<'a> {
    /// The day, in Beijing.
    pub happened_on: NaiveDate,
    /// How.
    pub channel: ContactChannel,
    /// What was said.
    pub said: &'a str,
    /// What came of it.
    pub result: ContactResult,
}

impl ContactDraft<'_> {
    /// What was said, checked; `today` is the day in Beijing.
    ///
    /// # Errors
    /// The first refusal about a field.
    pub fn parse(&self, today: NaiveDate) -> Result<String, Refusal> {
        past_day("happenedOn", self.happened_on, today)?;
        text::prose("said", self.said, 1, 2_000)
    }
}

/// Takes a day that has come and is not long past.
///
/// # Errors
/// `InFuture` or `TooEarly` about `field`.
pub fn past_day(field: &'static str, day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let earliest = today.checked_sub_months(OLDEST).unwrap_or(NaiveDate::MIN);
    if day > today {
        Err(Refusal::InFuture { field })
    } else if day < earliest {
        Err(Refusal::TooEarly { field, earliest: earliest.to_string() })
    } else {
        Ok(())
    }
}

pub(super) fn within(field: &'static str, fen: i64) -> Result<(), Refusal> {
    if (1..=MOST_FEN).contains(&fen) {
        Ok(())
    } else {
        Err(Refusal::OutOfRange { field, min: 1, max: MOST_FEN })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft<'static> {
        Draft {
            order_number: "KM20261101123456",
            bought_on: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            product: "游戏点卡 500 元",
            amount_fen: 48_800,
            payment_method: PaymentMethod::Alipay,
            own_use: true,
            story: "付款后一直没有收到卡密，客服不再回复。",
            remedy: Remedy::RefundFull,
            wanted_fen: None,
        }
    }

    #[test]
    fn a_claim_is_taken_only_with_sound_facts() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert!(Claim::parse(&draft(), today).is_ok());
        let tomorrow = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let old = NaiveDate::from_ymd_opt(2005, 1, 1).unwrap();
        for (wrong, field) in [
            (Draft { amount_fen: 0, ..draft() }, "amountFen"),
            (Draft { amount_fen: -1, ..draft() }, "amountFen"),
            (Draft { amount_fen: MOST_FEN + 1, ..draft() }, "amountFen"),
            (Draft { bought_on: tomorrow, ..draft() }, "boughtOn"),
            (Draft { bought_on: old, ..draft() }, "boughtOn"),
            (Draft { remedy: Remedy::RefundPart, ..draft() }, "wantedFen"),
            (Draft { story: "短", ..draft() }, "story"),
            (Draft { product: "两\n行", ..draft() }, "product"),
            (Draft { order_number: " ", ..draft() }, "orderNumber"),
        ] {
            let refusal = Claim::parse(&wrong, today).unwrap_err();
            assert_eq!(refusal.field().as_deref(), Some(field), "{refusal:?}");
        }
    }
}
