//! What operators are told apart by.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What sort of thing an operator is known by.
    KnownBy {
        /// The name people know.
        Name "name",
        /// Another name.
        Alias "alias",
        /// The registered firm behind it.
        Firm "firm",
        /// Unified social credit code.
        CreditCode "credit_code",
        /// ICP filing number.
        Icp "icp",
        /// A domain.
        Domain "domain",
        /// Who is paid, as bills name them.
        Payee "payee",
    }
}
