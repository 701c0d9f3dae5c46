//! One complaint version sent to one channel.

use sea_orm::entity::prelude::*;

use crate::{BallotId, CaseId, Channel, ComplaintId, Delivery, EvidenceId, FilingId, FilingStatus, MemberId};

/// One complaint version sent to one channel.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filings")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FilingId,
    /// Case id.
    pub case_id: CaseId,
    /// Complaint id.
    pub complaint_id: ComplaintId,
    /// Unique: one ballot carries one filing.
    pub ballot_id: BallotId,
    /// Channel.
    pub channel: Channel,
    /// The operator's mailbox when it was filed.
    pub recipient: String,
    /// Delivery.
    pub delivery: Delivery,
    /// Status.
    pub status: FilingStatus,
    /// The channel's own words of its last answer.
    pub channel_word: Option<String>,
    /// Why it was refused or ended.
    pub ground: Option<String>,
    /// The channel's receipt number.
    pub receipt: Option<String>,
    /// The filing edition under the filing's key.
    pub content_sealed: Option<Vec<u8>>,
    /// The filing edition of the report under the filing's key; `None` where the complaint has none.
    pub report_sealed: Option<Vec<u8>>,
    /// SHA-256 of the filing edition, lower-case hex.
    pub content_sha256: Option<String>,
    /// Merkle root of the evidence it relies on, lower-case hex; `None` when it relies on none.
    pub evidence_root: Option<String>,
    /// Member count.
    pub member_count: i64,
    /// Claimed fen.
    pub claimed_fen: i64,
    /// Filed by.
    pub filed_by: MemberId,
    /// Filed at.
    pub filed_at: DateTimeUtc,
    /// Sent at.
    pub sent_at: Option<DateTimeUtc>,
    /// Answered at.
    pub answered_at: Option<DateTimeUtc>,
    /// Updated at.
    pub updated_at: DateTimeUtc,
    /// Why an organiser filed it over what the admissibility check found.
    #[sea_orm(column_type = "Text", nullable)]
    pub override_reason: Option<String>,
    /// How many who said yes were left out, because something stood in their way.
    pub left_out: i64,
    /// Who handed it in, where a person does.
    pub submitted_by: Option<MemberId>,
    /// The piece of evidence that shows that it was handed in.
    pub proof_id: Option<EvidenceId>,
    /// When whoever hands it in is asked again how it stands; `None` when nobody is.
    pub remind_at: Option<DateTimeUtc>,
    /// How often they were asked.
    pub reminders: i32,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
