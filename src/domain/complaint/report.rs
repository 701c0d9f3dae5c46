//! The report (举报) that goes with a complaint: which of the operator's clauses are against which provisions.
//!
//! It is another procedure and another paper (`crm-9`): it gives leads and asks that the clauses be corrected. It asks
//! for no money and tells no amounts, and it does not ask for a clause to be declared void, which is no authority's to
//! do (`cam-22`). What members vote on names its hash, so that a vote on the complaint covers it.

use chrono::NaiveDate;
use entity::EvidenceKind;
use serde::{Deserialize, Serialize};

use super::material::{Case, Evidence, Identity, Operator};
use super::{Complaint, Edition, Ground, hash};

/// Layout of the record.
const FORM: u16 = 1;
/// Without representatives, so many signatories are named as reporters.
const NAMED: usize = 10;

/// A clause of the operator, and what it is against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Counted from 1.
    pub number: u32,
    /// The operator's own words.
    pub clause: String,
    /// The provisions it is held against, with their numbers in the complaint.
    pub grounds: Vec<Ground>,
}

/// Who reports, by name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporter {
    /// Pseudonym code.
    pub code: String,
    /// Who they are; without their identity document.
    pub identity: Identity,
}

impl std::fmt::Debug for Reporter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reporter").field("code", &self.code).finish_non_exhaustive()
    }
}

/// The content of one edition of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Layout of this record.
    pub form: u16,
    /// Whom it is for.
    pub edition: Edition,
    /// The case it belongs to.
    pub case: Case,
    /// Version of the complaint it goes with.
    pub version: u32,
    /// The day it was compiled, in Beijing.
    pub compiled_on: NaiveDate,
    /// SHA-256 of the edition that was voted on, lower-case hex; in a filing edition only.
    pub voted_sha256: Option<String>,
    /// The heading.
    pub title: String,
    /// The operator reported.
    pub respondent: Operator,
    /// Who reports; in a filing edition only.
    pub reporters: Vec<Reporter>,
    /// One paragraph that says who reports whom and why.
    pub opening: String,
    /// The clauses.
    pub leads: Vec<Lead>,
    /// What is asked for.
    pub requests: Vec<String>,
    /// What shows the clauses; numbers are those of the complaint.
    pub evidence: Vec<Evidence>,
    /// What a reader has to know about the paper itself.
    pub notices: Vec<String>,
}

impl Report {
    /// Draws up the report that goes with a pool edition; `None` where no clause of the operator is cited.
    #[must_use]
    pub fn pool(complaint: &Complaint) -> Option<Self> {
        let leads = leads(&complaint.grounds);
        if leads.is_empty() {
            return None;
        }
        Some(Self {
            form: FORM,
            edition: Edition::Pool,
            case: complaint.case.clone(),
            version: complaint.version,
            compiled_on: complaint.compiled_on,
            voted_sha256: None,
            title: "举报书".to_owned(),
            respondent: complaint.respondent.clone(),
            reporters: vec![],
            opening: opening(complaint),
            requests: requests(leads.len()),
            leads,
            evidence: shown(complaint),
            notices: notices(None),
        })
    }

    /// Makes the filing edition of a voted report for those in a filing: signed by the representatives, with the evidence
    /// that is filed.
    #[must_use]
    pub fn filing(voted: &Self, filed: &Complaint) -> Self {
        let sha256 = voted.sha256();
        Self {
            edition: Edition::Filing,
            reporters: reporters(filed),
            opening: opening(filed),
            evidence: shown(filed),
            notices: notices(Some(&sha256)),
            voted_sha256: Some(sha256),
            ..voted.clone()
        }
    }

    /// The canonical bytes: compact JSON with its fields in the order of declaration.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings, integers, dates and lists always serialise")
    }

    /// SHA-256 of [`to_bytes`](Self::to_bytes), 64 lower-case hex digits.
    #[must_use]
    pub fn sha256(&self) -> String {
        hash(&self.to_bytes())
    }
}

/// The operator's clauses, each once, with the grounds they are held against.
fn leads(grounds: &[Ground]) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for ground in grounds {
        let Some(clause) = &ground.operator_clause else { continue };
        match leads.iter_mut().find(|lead| lead.clause == *clause) {
            Some(lead) => lead.grounds.push(ground.clone()),
            None => leads.push(Lead {
                number: u32::try_from(leads.len() + 1).unwrap_or(u32::MAX),
                clause: clause.clone(),
                grounds: vec![ground.clone()],
            }),
        }
    }
    leads
}

/// What shows what the operator says: its terms, pages and answers, and nobody's order or payment.
fn shown(complaint: &Complaint) -> Vec<Evidence> {
    let kinds = [EvidenceKind::OperatorTerms, EvidenceKind::ProductPage];
    complaint.evidence.iter().filter(|piece| kinds.contains(&piece.kind)).cloned().collect()
}

fn reporters(filed: &Complaint) -> Vec<Reporter> {
    let elected = filed.schedule.iter().any(|entry| entry.representative);
    let speaking = filed.schedule.iter().filter(|entry| entry.representative || !elected).take(NAMED);
    speaking
        .filter_map(|entry| {
            let identity = Identity { document: None, ..entry.identity.clone()? };
            Some(Reporter { code: entry.code.clone(), identity })
        })
        .collect()
}

fn opening(complaint: &Complaint) -> String {
    let body = complaint
        .respondent
        .legal_name
        .as_ref()
        .map_or(String::new(), |name| format!("（经营主体：{name}）"));
    format!(
        "举报人在“{}”{body}处消费时，发现其规则、页面或者答复中载有下列内容，涉嫌违反法律、法规、规章关于格式条款的规定。\
         同一情况涉及本案 {} 名消费者。现提供具体线索和事实依据，请求依法处理。",
        complaint.respondent.name, complaint.totals.members,
    )
}

fn requests(clauses: usize) -> Vec<String> {
    let which = if clauses == 1 { "上述条款".to_owned() } else { format!("上述 {clauses} 项条款") };
    vec![
        format!("对{which}涉嫌违法的线索依法予以核查。"),
        format!(
            "经核查属实的，责令被举报人限期改正，停止使用或者修改{which}，并更新其网站、应用和店铺的相应页面。"
        ),
        "依照规定将处理结果告知举报人。".to_owned(),
    ]
}

fn notices(voted: Option<&str>) -> Vec<String> {
    let first = match voted {
        None => "本版供成员阅读和表决，不列举报人姓名。合并投诉书的表决文本载有本版的 SHA-256，对它的表决也是对本版的表决。".to_owned(),
        Some(hash) => format!(
            "本文书由成员随合并投诉书共同表决，表决文本的 SHA-256 为 {hash}。举报人对所提供线索和材料的真实性负责。"
        ),
    };
    vec![
        first,
        "本文书是举报，只提供线索并请求责令改正；不提出任何金钱请求，也不请求认定条款的民事效力。与被举报人之间的消费争议另以投诉书提出。"
            .to_owned(),
        "请依照规定对举报人的信息予以保密。".to_owned(),
        "本文书由软件根据成员填写的内容辅助起草，不构成法律意见。".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::complaint::sample::{material, signatory};

    fn filed() -> (Report, Complaint) {
        let pool = Complaint::pool(&material(3)).unwrap();
        let signatories: Vec<_> = (0..3).map(signatory).collect();
        let filing = Complaint::filing(&pool, &signatories, |_| true).unwrap();
        (Report::pool(&pool).unwrap(), filing)
    }

    #[test]
    fn a_report_asks_for_correction_and_for_no_money() {
        let (pool, filing) = filed();
        let filed = Report::filing(&pool, &filing);
        for report in [&pool, &filed] {
            assert!(report.requests.iter().any(|request| request.contains("责令")));
            let text = String::from_utf8(report.to_bytes()).unwrap();
            for word in ["amount_fen", "人民币", "赔偿损失", "KM20"] {
                assert!(!report.requests.concat().contains(word) && !report.opening.contains(word), "{word}");
            }
            assert!(!text.contains("wanted_fen") && !text.contains("44030019900101"), "{text}");
        }
        assert!(filing.demands.iter().all(|demand| !demand.text.contains("责令")));
    }

    #[test]
    fn a_clause_is_one_lead_however_many_provisions_it_is_against() {
        let (pool, _) = filed();
        assert_eq!(pool.leads.len(), 1);
        assert_eq!(pool.leads[0].grounds.iter().map(|ground| ground.number).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn nobody_is_named_before_it_is_filed_and_then_who_was_elected() {
        let (pool, filing) = filed();
        assert!(pool.reporters.is_empty());
        let filed = Report::filing(&pool, &filing);
        assert_eq!(filed.reporters.len(), 1, "the sample has one representative");
        assert_eq!(filed.voted_sha256.as_deref(), Some(pool.sha256().as_str()));
    }

    #[test]
    fn the_vote_on_a_complaint_covers_its_report() {
        let mut material = material(3);
        let pool = Complaint::pool(&material).unwrap();
        assert_eq!(pool.report_sha256, Some(Report::pool(&pool).unwrap().sha256()));
        material.citations.iter_mut().for_each(|cited| cited.operator_clause = None);
        assert_eq!(Complaint::pool(&material).unwrap().report_sha256, None);
    }
}
