//! The closed vocabulary of what members really got.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a member really got, in their own words and nobody else's.
    Got {
        /// All the money.
        PaidInFull "paid_in_full",
        /// Part of the money.
        PaidInPart "paid_in_part",
        /// What was bought, or a working one instead.
        Delivered "delivered",
        /// The account, unlocked.
        AccountRestored "account_restored",
        /// Nothing: it was refused.
        Refused "refused",
        /// Nothing: nobody answered, or what was promised did not come.
        NoAnswer "no_answer",
        /// Nothing: they gave it up.
        Withdrew "withdrew",
    }
}
