//! From material to a pool edition, and from a voted pool edition to a filing.

use std::collections::{BTreeMap, BTreeSet};

use super::clean::{clean, clean_line, clean_option};
use super::fact::Source;
use super::material::{Case, Citation, Evidence, IdDocument, Identity, Material, Operator, Signatory};
use super::schedule::{Entry, Totals};
use super::{Complaint, Edition, Ground, Report, demand, fact};
use crate::domain::manifest::Manifest;

/// Layout of the record that is written today.
const FORM: u16 = 3;
/// How whoever holds a file can see that it is the one that was filed.
const ROOT: &str = "附表四所列证据依编号次序构成默克尔树（RFC 6962，SHA-256），其根见文末；各件原件与匿名副本的 SHA-256 \
     载于随附的 JSON 文件。持有证据文件的人可以凭其 SHA-256 在提交本文书的平台上公开核验。";
/// A joint complaint has no more representatives than this (`crm-12`).
const REPRESENTATIVES: usize = 2;

/// Why no complaint can be made of what was handed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Nobody's claim is in it.
    #[error("a complaint needs at least one member")]
    NoMember,
    /// The same member twice.
    #[error("member {0} is listed twice")]
    Twice(String),
    /// More representatives than the law knows.
    #[error("a joint complaint has at most two representatives")]
    TooManyRepresentatives,
    /// An amount below zero, or more money than can be counted.
    #[error("amounts must not be negative and must add up")]
    Amount,
    /// A filing can only be made of what was voted on.
    #[error("only a pool edition can be filed")]
    NotVoted,
    /// Somebody signs a text that does not list them.
    #[error("member {0} is not in the voted text")]
    Stranger(String),
}

pub(super) fn pool(material: &Material) -> Result<Complaint, Unfit> {
    let mut schedule: Vec<Entry> = material.members.iter().map(Entry::pooled).collect();
    // By code, which is drawn at random: the order says nothing about who joined when.
    schedule.sort_by(|a, b| a.code.cmp(&b.code));
    if let Some(twice) = schedule.windows(2).find(|pair| pair[0].code == pair[1].code) {
        return Err(Unfit::Twice(twice[0].code.clone()));
    }
    let mut evidence: Vec<Evidence> = material.evidence.iter().map(Evidence::cleaned).collect();
    evidence.sort_by(|a, b| (a.number, &a.sha256).cmp(&(b.number, &b.sha256)));

    let frame = Complaint {
        form: FORM,
        edition: Edition::Pool,
        case: material.case.cleaned(),
        version: material.version,
        supplementary_to: material.supplementary_to,
        compiled_on: material.compiled_on,
        voted_sha256: None,
        voted_members: None,
        title: match material.supplementary_to {
            Some(_) => "合并投诉书（补充）".to_owned(),
            None => "合并投诉书".to_owned(),
        },
        respondent: material.operator.cleaned(),
        representatives: vec![],
        opening: String::new(),
        facts: vec![],
        grounds: (1..).zip(&material.citations).map(|(n, cited)| cited.ground(n)).collect(),
        demands: vec![],
        claimed: None,
        totals: Totals::of(&schedule)?,
        schedule,
        evidence,
        evidence_root: None,
        report_sha256: None,
        notices: vec![],
    };
    let complaint = told(frame)?;
    // Of the text as it stands, which names the report by this hash and has no other part in it.
    let report_sha256 = Report::pool(&complaint).map(|report| report.sha256());
    Ok(Complaint { report_sha256, ..complaint })
}

pub(super) fn filing(
    voted: &Complaint,
    signatories: &[Signatory],
    stands: impl Fn(&Evidence) -> bool,
) -> Result<Complaint, Unfit> {
    if voted.edition != Edition::Pool {
        return Err(Unfit::NotVoted);
    }
    let mut signing = BTreeMap::new();
    for signatory in signatories {
        if signing.insert(signatory.code.as_str(), signatory).is_some() {
            return Err(Unfit::Twice(signatory.code.clone()));
        }
    }
    let mut schedule = Vec::with_capacity(signing.len());
    for entry in &voted.schedule {
        if let Some(signatory) = signing.remove(entry.code.as_str()) {
            schedule.push(entry.signed(signatory));
        }
    }
    if let Some((stranger, _)) = signing.pop_first() {
        return Err(Unfit::Stranger(stranger.to_owned()));
    }
    let frame = Complaint {
        edition: Edition::Filing,
        voted_sha256: Some(voted.sha256()),
        voted_members: Some(voted.totals.members),
        totals: Totals::of(&schedule)?,
        schedule,
        evidence: voted.evidence.iter().filter(|piece| stands(piece)).cloned().collect(),
        ..voted.clone()
    };
    told(frame)
}

/// A filing whose members are called by their codes again.
pub(super) fn unnamed(filing: &Complaint) -> Result<Complaint, Unfit> {
    let mut frame = filing.clone();
    for entry in &mut frame.schedule {
        entry.identity = None;
    }
    told(frame)
}

/// Tells what follows from the schedule: every sentence that counts people or money.
fn told(frame: Complaint) -> Result<Complaint, Unfit> {
    let mut complaint = frame;
    for (row, entry) in (1..).zip(&mut complaint.schedule) {
        entry.row = row;
    }
    let codes: BTreeSet<&str> = complaint.schedule.iter().map(|entry| entry.code.as_str()).collect();
    complaint.evidence.retain(|piece| codes.contains(piece.member_code.as_str()));

    if complaint.edition == Edition::Filing {
        complaint.evidence_root = Manifest::of(complaint.listed().map(|(_, piece)| piece)).root();
    }

    let speakers = complaint.schedule.iter().filter(|entry| entry.representative);
    complaint.representatives = speakers.map(Entry::label).collect();
    if complaint.representatives.len() > REPRESENTATIVES {
        return Err(Unfit::TooManyRepresentatives);
    }
    complaint.opening = opening(&complaint);
    complaint.facts = fact::all(&Source {
        case: &complaint.case,
        operator: &complaint.respondent,
        schedule: &complaint.schedule,
        totals: &complaint.totals,
        grounds: &complaint.grounds,
        evidence: &complaint.evidence,
    });
    complaint.demands = demand::all(&complaint.schedule, &complaint.totals, &complaint.respondent);
    complaint.claimed = demand::sum(&complaint.totals);
    complaint.notices = notices(&complaint);
    Ok(complaint)
}

fn opening(complaint: &Complaint) -> String {
    let Complaint { respondent, totals, case, .. } = complaint;
    let body = respondent.legal_name.as_ref().map_or(String::new(), |name| format!("（经营主体：{name}）"));
    let who =
        if totals.members == 1 { "投诉人".to_owned() } else { format!("{} 名投诉人", totals.members) };
    let supplement = complaint.supplementary_to.map_or(String::new(), |version| {
        format!("本投诉书是本案第 {version} 版合并投诉书的补充，只列此后加入的投诉人。")
    });
    format!(
        "{who}因在被投诉人“{}”{body}处消费，与其发生同一类消费者权益争议（案由：{}），\
         现将事实、依据和请求合并陈述如下。{supplement}",
        respondent.name, case.title,
    )
}

fn notices(complaint: &Complaint) -> Vec<String> {
    let mut notices = Vec::new();
    match (&complaint.voted_sha256, complaint.voted_members) {
        (Some(hash), Some(voted)) => {
            notices.push(format!(
                "本文书由成员共同表决：表决文本为本案第 {} 版，列有成员 {voted} 名，其 SHA-256 为 {hash}。\
                 本文书只列其中表决同意并同意为本次提交公开身份的 {} 名投诉人；人数、次数和金额按此重新统计，\
                 法律依据、所引被投诉人规则以及各人的事实与请求与表决文本一致，仅还原了其中作匿名处理的部分。证据编号沿用表决文本，表决后撤回的证据不再列入，因此编号可能不连续。",
                complaint.version, complaint.totals.members,
            ));
            if complaint.evidence_root.is_some() {
                notices.push(ROOT.to_owned());
            }
            notices.push("各投诉人对本人所述事实和所提交材料的真实性负责。".to_owned());
        }
        _ => notices.push(
            "本版供成员阅读和表决，成员以代号出现，订单编号、陈述和证据已作匿名处理。表决的对象是本版内容的 \
             SHA-256；未表示同意的成员不会列入提交的文本。"
                .to_owned(),
        ),
    }
    notices.push(
        "本文书是投诉，只请求解决投诉人与被投诉人之间的争议；对违法线索的举报依照另外的程序单独提出。"
            .to_owned(),
    );
    notices.push("本文书由软件根据成员填写的内容辅助起草，不构成法律意见。".to_owned());
    notices
}

impl Case {
    fn cleaned(&self) -> Self {
        Self {
            number: clean_line(&self.number),
            title: clean_line(&self.title),
            category: clean_line(&self.category),
            opened_on: self.opened_on,
        }
    }
}

impl Operator {
    fn cleaned(&self) -> Self {
        Self {
            name: clean_line(&self.name),
            legal_name: clean_option(self.legal_name.as_deref()),
            credit_code: clean_option(self.credit_code.as_deref()),
            icp: clean_option(self.icp.as_deref()),
            address: clean_option(self.address.as_deref()),
            mailbox: clean_option(self.mailbox.as_deref()),
            hotline: clean_option(self.hotline.as_deref()),
            site: clean_option(self.site.as_deref()),
            reply_days: self.reply_days,
        }
    }
}

impl Citation {
    fn ground(&self, number: u32) -> Ground {
        Ground {
            number,
            provision_id: clean_line(&self.provision_id),
            instrument: clean_line(&self.instrument).trim_matches(['《', '》']).to_owned(),
            article: clean_line(&self.article),
            quoted: clean(&self.quoted),
            operator_clause: clean_option(self.operator_clause.as_deref()),
            why: clean(&self.why),
        }
    }
}

impl Evidence {
    fn cleaned(&self) -> Self {
        Self {
            title: clean_line(&self.title),
            member_code: clean_line(&self.member_code),
            sha256: clean_line(&self.sha256),
            copy_sha256: clean_option(self.copy_sha256.as_deref()),
            ..self.clone()
        }
    }
}

impl Identity {
    pub(super) fn cleaned(&self) -> Self {
        Self {
            name: clean_line(&self.name),
            phone: clean_line(&self.phone),
            address: clean_line(&self.address),
            document: self.document.as_ref().map(|document| IdDocument {
                kind: clean_line(&document.kind),
                number: clean_line(&document.number),
            }),
        }
    }
}
