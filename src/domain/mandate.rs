//! The written mandate of a filing's representatives: who gave it, by which vote, and when.
//!
//! Members of a joint complaint elect at most two representatives in writing (`crm-12`). Here the writing is each
//! member's own yes to an exact text that names them, cast by electronic consent and kept with its time; who was put up
//! in an election is shown to have been elected as well.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::complaint::{Case, Operator};

/// The mandate for one filing.
#[derive(Clone, Debug)]
pub struct Mandate {
    /// The case.
    pub case: Case,
    /// Whom it is against.
    pub respondent: Operator,
    /// Version of the complaint.
    pub version: u32,
    /// Chinese name of the channel.
    pub channel: String,
    /// The day of the filing, in Beijing.
    pub filed_on: NaiveDate,
    /// SHA-256 of the text that was voted on.
    pub voted_sha256: String,
    /// SHA-256 of the filing edition.
    pub filed_sha256: String,
    /// How the vote on the text ended.
    pub vote: Outcome,
    /// Who is authorised, at most two.
    pub representatives: Vec<Representative>,
    /// The members who authorise them, in the order of the schedule.
    pub consents: Vec<Consent>,
}

/// How a vote ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Votes for, against and abstaining.
    pub counts: [i64; 3],
    /// Hash of the published list of votes.
    pub tally_sha256: Option<String>,
}

/// Who is authorised.
#[derive(Clone)]
pub struct Representative {
    /// Pseudonym code.
    pub code: String,
    /// Real name.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// SHA-256 of what the election was on; `None` where none was held before.
    pub election_sha256: Option<String>,
}

/// A member's consent.
#[derive(Clone)]
pub struct Consent {
    /// Line in the schedule.
    pub row: u32,
    /// Pseudonym code.
    pub code: String,
    /// Real name.
    pub name: String,
    /// When they said yes to the text, and let themself be named.
    pub voted_at: Option<DateTime<Utc>>,
    /// When they voted for a representative in the election, if they did.
    pub elected_at: Option<DateTime<Utc>>,
}

// Identities must not reach a log by way of `{:?}`.

impl std::fmt::Debug for Representative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Representative").field("code", &self.code).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Consent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Consent").field("code", &self.code).finish_non_exhaustive()
    }
}

/// An instant as a document writes it, in Beijing.
#[must_use]
pub fn instant(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8)).format("%Y-%m-%d %H:%M:%S").to_string()
}

impl Mandate {
    /// What the representatives may do, and what they may not without asking again.
    #[must_use]
    pub fn scope(&self) -> Vec<String> {
        vec![
            format!(
                "以全体委托人的名义，就与“{}”之间的同一消费者权益争议，向{}提出投诉，提交和补正材料。",
                self.respondent.name, self.channel
            ),
            "接收受理、调解、答复和其他通知，参加调解，并将结果告知委托人。".to_owned(),
            "变更、放弃投诉请求，或者与被投诉人达成调解、和解协议的，应当经被代表的各委托人另行同意；未经本人同意，对该委托人不发生效力。"
                .to_owned(),
            "委托自提交之日起至本次投诉终结时止。委托人可以随时撤回对本人的委托。".to_owned(),
        ]
    }

    /// How the consent was given.
    #[must_use]
    pub fn manner(&self) -> String {
        let [yes, no, abstain] = self.vote.counts;
        let closed = self.vote.closed_at.map_or(String::new(), |at| format!("，表决于 {} 结束", instant(at)));
        format!(
            "各委托人以本人账户登录齐声后，对写明代表人的投诉书文本（SHA-256 为 {}）逐人作出“同意”的表决，并同意为本次提交公开本人身份{closed}，\
             结果为同意 {yes} 票、反对 {no} 票、弃权 {abstain} 票。表决以数据电文形式作出并保存，表决时间均为北京时间。",
            self.voted_sha256
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_in_beijing() {
        let at: DateTime<Utc> = "2026-11-25T18:30:05Z".parse().unwrap();
        assert_eq!(instant(at), "2026-11-26 02:30:05");
    }
}
