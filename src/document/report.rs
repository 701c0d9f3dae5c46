//! The sheet of a report.

use super::annex;
use super::complaint::{day, purpose, respondent, subtitle};
use super::sheet::{Block, Row, Section, Sheet, shortened};
use crate::domain::complaint::{Edition, Lead, Report};

pub(super) fn sheet(report: &Report) -> Sheet {
    let sha256 = report.sha256();
    let mut blocks = vec![Block::heading("一、举报人和被举报人"), Block::subheading("举报人")];
    blocks.push(Block::Pairs { rows: reporters(report) });
    blocks.push(Block::subheading("被举报人"));
    blocks.push(Block::Pairs { rows: respondent(&report.respondent) });
    blocks.push(Block::text(report.opening.clone()));
    blocks.push(Block::heading("二、涉嫌违法的线索和依据"));
    report.leads.iter().for_each(|lead| told(&mut blocks, lead));
    blocks.push(Block::heading("三、举报请求"));
    blocks.extend(Block::numbered(report.requests.iter().cloned()));
    let annexes = vec![format!("附：证据目录（{} 件）", report.evidence.len())];
    let signs = report.edition == Edition::Filing;
    blocks.push(Block::Signature {
        annexes: if report.evidence.is_empty() { vec![] } else { annexes },
        label: signs.then(|| "举报人签名".to_owned()),
    });
    if !report.evidence.is_empty() {
        blocks.push(Block::heading("证据目录"));
        blocks.push(Block::Table(annex::index(&report.evidence.iter().collect::<Vec<_>>(), |code| {
            format!("成员 {code}")
        })));
        blocks.push(Block::Fine { text: annex::EVIDENCE_NOTE.to_owned() });
    }
    let rows = match &report.voted_sha256 {
        None => vec![Row::new("供表决文本的 SHA-256", sha256.clone())],
        Some(voted) => vec![
            Row::new("表决文本的 SHA-256", voted.clone()),
            Row::new("本提交文本的 SHA-256", sha256.clone()),
        ],
    };
    blocks.push(Block::Notice { lines: report.notices.clone(), rows });
    Sheet {
        title: report.title.clone(),
        subtitle: subtitle(&report.case.number, report.version, report.compiled_on),
        purpose: purpose(report.edition).to_owned(),
        case_number: report.case.number.clone(),
        version: format!("第 {} 版", report.version),
        compiled: day(report.compiled_on),
        short_hash: shortened(&sha256),
        sha256,
        sections: vec![Section { landscape: false, blocks }],
    }
}

fn reporters(report: &Report) -> Vec<Row> {
    if report.edition == Edition::Pool {
        return vec![Row::new("举报人", "提交时写明代表人")];
    }
    let told = |reporter: &crate::domain::complaint::Reporter| {
        let person = &reporter.identity;
        Row::new(&person.name, format!("电话 {}，通讯地址 {}", person.phone, person.address))
    };
    report.reporters.iter().map(told).collect()
}

fn told(blocks: &mut Vec<Block>, lead: &Lead) {
    blocks.push(Block::Numbered {
        number: lead.number,
        text: "被举报人的规则、页面或者答复载明：".to_owned(),
        note: String::new(),
        strong: true,
    });
    blocks.push(Block::Quote { text: lead.clause.clone() });
    for ground in &lead.grounds {
        blocks.push(Block::text(format!("涉嫌违反《{}》{}：", ground.instrument, ground.article)));
        blocks.push(Block::Quote { text: ground.quoted.clone() });
        if !ground.why.is_empty() {
            blocks.push(Block::text(format!("理由：{}", ground.why)));
        }
    }
}
