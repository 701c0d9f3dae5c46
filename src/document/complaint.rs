//! The sheet of a complaint: in one piece, or its main part, or one volume of its annexes.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::annex;
use super::sheet::{Block, Row, Section, Sheet, shortened};
use crate::domain::complaint::{Complaint, Edition, Volume, amount, date};

/// Which part of a complaint.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// All of it.
    Whole,
    /// What the members say together, and which volumes there are.
    Main(&'a [Volume]),
    /// The annexes of some members.
    Volume(Volume),
}

/// A complaint about to be laid out, with what every part of it needs, worked out once.
pub struct Prints<'a> {
    pub(super) complaint: &'a Complaint,
    pub(super) sha256: String,
    /// How each member is called, by their code.
    pub(super) labels: HashMap<&'a str, String>,
}

impl<'a> Prints<'a> {
    /// Prepares a complaint.
    #[must_use]
    pub fn of(complaint: &'a Complaint) -> Self {
        Self::hashed(complaint, complaint.sha256())
    }

    /// Prepares a complaint whose hash is known already: for thousands of members it takes a while.
    #[must_use]
    pub fn hashed(complaint: &'a Complaint, sha256: String) -> Self {
        let labels = complaint.schedule.iter().map(|entry| (entry.code.as_str(), entry.label())).collect();
        Self { complaint, sha256, labels }
    }

    /// Lays out a part.
    pub(super) fn sheet(&self, part: Part<'_>) -> Sheet {
        let sections = match part {
            Part::Whole => {
                let mut sections = vec![self.body(&annex::titles(self.complaint))];
                sections.extend(annex::sections(self, None));
                sections
            }
            Part::Main(volumes) => {
                let mut body = self.body(&annex::bound(self.complaint, volumes));
                body.blocks.extend(annex::volumes(self.complaint, volumes));
                vec![body]
            }
            Part::Volume(volume) => {
                let head = Section { landscape: false, blocks: self.cover(volume) };
                let annexes = annex::sections(self, Some(volume));
                std::iter::once(head).chain(annexes).collect()
            }
        };
        let mut sheet = self.framed(part, sections);
        if let (Some(last), false) = (sheet.sections.last_mut(), matches!(part, Part::Volume(_))) {
            last.blocks.push(self.notice());
        }
        sheet
    }

    fn framed(&self, part: Part<'_>, sections: Vec<Section>) -> Sheet {
        let complaint = self.complaint;
        let version = format!("第 {} 版", complaint.version);
        let (title, version) = match part {
            Part::Volume(volume) => {
                (format!("{}附件", complaint.title), format!("{version}　第 {} 卷", volume.number))
            }
            Part::Whole | Part::Main(_) => (complaint.title.clone(), version),
        };
        Sheet {
            title,
            subtitle: subtitle(&complaint.case.number, complaint.version, complaint.compiled_on),
            purpose: purpose(complaint.edition).to_owned(),
            case_number: complaint.case.number.clone(),
            version,
            compiled: day(complaint.compiled_on),
            short_hash: shortened(&self.sha256),
            sha256: self.sha256.clone(),
            sections,
        }
    }

    fn body(&self, annexes: &[String]) -> Section {
        let complaint = self.complaint;
        let mut blocks = vec![
            Block::heading("一、当事人"),
            Block::subheading("投诉人"),
            Block::Pairs { rows: complainants(complaint) },
            Block::subheading("被投诉人"),
            Block::Pairs { rows: respondent(&complaint.respondent) },
            Block::text(complaint.opening.clone()),
            Block::heading("二、共同事实"),
        ];
        blocks.extend(complaint.facts.iter().map(|fact| Block::Numbered {
            number: fact.number,
            text: fact.text.clone(),
            note: fact.references(),
            strong: false,
        }));
        blocks.push(Block::heading("三、法律依据"));
        for ground in &complaint.grounds {
            blocks.push(Block::Numbered {
                number: ground.number,
                text: format!("《{}》{}", ground.instrument, ground.article),
                note: String::new(),
                strong: true,
            });
            blocks.push(Block::Quote { text: ground.quoted.clone() });
            if let Some(clause) = &ground.operator_clause {
                blocks.push(Block::text(format!("被投诉人的规则：“{clause}”")));
            }
            if !ground.why.is_empty() {
                blocks.push(Block::text(format!("适用理由：{}", ground.why)));
            }
        }
        blocks.push(Block::heading("四、投诉请求"));
        blocks.extend(Block::numbered(complaint.demands.iter().map(|demand| demand.text.clone())));
        blocks.extend(complaint.claimed.clone().map(Block::strong));
        let signs = complaint.edition == Edition::Filing;
        blocks.push(Block::Signature {
            annexes: annexes.to_vec(),
            label: signs.then(|| "投诉人（代表人）签名".to_owned()),
        });
        Section { landscape: false, blocks }
    }

    /// What stands on the first page of a volume.
    fn cover(&self, volume: Volume) -> Vec<Block> {
        let mut rows = vec![
            Row::new("卷次", format!("第 {} 卷，共 {} 卷", volume.number, volume.of)),
            Row::new("被投诉人", self.complaint.respondent.name.clone()),
        ];
        if let Some(totals) = volume.totals(self.complaint) {
            let range =
                format!("附表一序号 {} 至 {}，{} 名", volume.first_row, volume.last_row, totals.members);
            rows.push(Row::new("投诉人", range));
            rows.push(Row::new("已付款项", amount(totals.paid_fen)));
            rows.push(Row::new("请求金额", amount(totals.wanted_fen)));
        }
        rows.push(Row::new("全文的 SHA-256", self.sha256.clone()));
        vec![
            Block::Pairs { rows },
            Block::text("本卷是合并投诉书的附件，与其余各卷和正文合为一份文书；事实、法律依据和请求见正文。"),
        ]
    }

    fn notice(&self) -> Block {
        let complaint = self.complaint;
        let rows = match &complaint.voted_sha256 {
            None => vec![Row::new("供表决文本的 SHA-256", self.sha256.clone())],
            Some(voted) => [
                Row::new("表决文本的 SHA-256", voted.clone()),
                Row::new("本提交文本的 SHA-256", self.sha256.clone()),
            ]
            .into_iter()
            .chain(complaint.evidence_root.as_ref().map(|root| Row::new("证据的默克尔根", root.clone())))
            .collect(),
        };
        Block::Notice { lines: complaint.notices.clone(), rows }
    }
}

/// The line below a title.
pub(super) fn subtitle(number: &str, version: u32, compiled_on: NaiveDate) -> String {
    format!("案件编号：{number}　　版本：第 {version} 版　　编制日期：{}", date(compiled_on))
}

/// What an edition is for.
pub(super) fn purpose(edition: Edition) -> &'static str {
    match edition {
        Edition::Pool => "成员表决稿",
        Edition::Filing => "提交稿",
    }
}

/// A day as year, month and day.
pub(super) fn day(day: NaiveDate) -> [u32; 3] {
    [day.year().unsigned_abs(), day.month(), day.day()]
}

fn complainants(complaint: &Complaint) -> Vec<Row> {
    let mut rows = vec![Row::new("人数", format!("{} 名，名册和各人请求见附表一", complaint.totals.members))];
    if !complaint.representatives.is_empty() {
        rows.push(Row::new("推选的代表人", complaint.representatives.join("、")));
    }
    rows
}

/// Who is complained of, as far as it is known.
pub(super) fn respondent(operator: &crate::domain::complaint::Operator) -> Vec<Row> {
    let known = [
        ("名称", Some(&operator.name)),
        ("经营主体", operator.legal_name.as_ref()),
        ("统一社会信用代码", operator.credit_code.as_ref()),
        ("地址", operator.address.as_ref()),
        ("网站", operator.site.as_ref()),
        ("ICP备案号", operator.icp.as_ref()),
        ("客服电话", operator.hotline.as_ref()),
        ("投诉邮箱", operator.mailbox.as_ref()),
    ];
    known.into_iter().filter_map(|(label, value)| Some(Row::new(label, value?.clone()))).collect()
}
