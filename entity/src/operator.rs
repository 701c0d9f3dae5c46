//! A platform or seller that is complained of.

use sea_orm::entity::prelude::*;

use crate::{AccountId, OperatorId};

/// A platform or seller that is complained of.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operators")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OperatorId,
    /// Name.
    pub name: String,
    /// The registered firm behind it.
    pub legal_name: Option<String>,
    /// Unified social credit code; unique.
    pub credit_code: Option<String>,
    /// ICP filing number.
    pub icp: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Where its complaints desk takes mail.
    pub mailbox: Option<String>,
    /// The mailbox that a moderator confirmed; it counts while it is the one on record.
    pub confirmed_mailbox: Option<String>,
    /// Site.
    pub site: Option<String>,
    /// Hotline.
    pub hotline: Option<String>,
    /// Days in which it promises to answer.
    pub reply_days: Option<i32>,
    /// Names, aliases and domains, folded for search.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// Created by.
    pub created_by: AccountId,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Updated at.
    pub updated_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
