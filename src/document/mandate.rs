//! The sheet of a mandate.

use super::complaint::{day, respondent};
use super::sheet::{Block, Column, Row, Section, Set, Sheet, Table, dash, shortened};
use crate::domain::complaint::date;
use crate::domain::mandate::{Consent, Mandate, instant};

/// Consents in one paper: more of them would take more memory than a volume of a complaint.
const CONSENTS: usize = 1_000;

/// The sheets of a mandate, the first with what is authorised; the others go on with the consents.
pub(super) fn sheets(mandate: &Mandate) -> Vec<Sheet> {
    let count = mandate.consents.len().div_ceil(CONSENTS).max(1);
    (0..count)
        .map(|at| {
            let consents: &[Consent] = mandate.consents.chunks(CONSENTS).nth(at).unwrap_or_default();
            sheet(mandate, consents, (at, count))
        })
        .collect()
}

fn sheet(mandate: &Mandate, consents: &[Consent], (at, count): (usize, usize)) -> Sheet {
    let mut blocks = if at == 0 { body(mandate) } else { vec![] };
    blocks.push(Block::heading(match count {
        1 => format!("四、委托人和电子同意（{} 名）", mandate.consents.len()),
        _ => format!(
            "四、委托人和电子同意（{} 名，第 {} 部分，共 {count} 部分）",
            mandate.consents.len(),
            at + 1
        ),
    }));
    blocks.push(Block::Table(table(consents)));
    if at + 1 == count {
        blocks.push(notice(mandate));
    }
    let version = format!("第 {} 版", mandate.version);
    Sheet {
        title: "授权委托书".to_owned(),
        subtitle: format!(
            "案件编号：{}　　投诉书版本：第 {} 版　　提交日期：{}",
            mandate.case.number,
            mandate.version,
            date(mandate.filed_on)
        ),
        purpose: "推选代表人".to_owned(),
        case_number: mandate.case.number.clone(),
        version: if count == 1 { version } else { format!("{version}　第 {} 部分", at + 1) },
        compiled: day(mandate.filed_on),
        short_hash: shortened(&mandate.filed_sha256),
        sha256: mandate.filed_sha256.clone(),
        sections: vec![Section { landscape: false, blocks }],
    }
}

fn body(mandate: &Mandate) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading("一、当事人"),
        Block::subheading("委托人"),
        Block::Pairs {
            rows: vec![Row::new("人数", format!("{} 名，名单见本文书第四部分", mandate.consents.len()))],
        },
        Block::subheading("代表人"),
    ];
    let told = |person: &crate::domain::mandate::Representative| {
        Row::new(&person.name, format!("代号 {}，电话 {}", person.code, person.phone))
    };
    blocks.push(Block::Pairs { rows: mandate.representatives.iter().map(told).collect() });
    blocks.push(Block::subheading("被投诉人"));
    blocks.push(Block::Pairs { rows: respondent(&mandate.respondent) });
    blocks.push(Block::heading("二、委托事项和权限"));
    blocks.push(Block::text(format!(
        "委托人基于同一消费者权益争议投诉同一经营者，依照《市场监督管理投诉举报处理办法》第十二条共同推选上列 {} 名代表人，委托如下：",
        mandate.representatives.len()
    )));
    blocks.extend(Block::numbered(mandate.scope()));
    blocks.push(Block::heading("三、委托的方式"));
    blocks.push(Block::text(mandate.manner()));
    for person in &mandate.representatives {
        if let Some(hash) = &person.election_sha256 {
            blocks.push(Block::text(format!(
                "代表人 {}（{}）另经成员推选产生，推选事项的 SHA-256 为 {hash}；参加推选并投票给代表人的时间见下表。",
                person.name, person.code
            )));
        }
    }
    blocks.push(Block::Signature { annexes: vec![], label: Some("代表人签名".to_owned()) });
    blocks
}

fn table(consents: &[Consent]) -> Table {
    use Set::Center;

    let row = |consent: &Consent| {
        vec![
            consent.row.to_string(),
            consent.code.clone(),
            consent.name.clone(),
            consent.voted_at.map_or_else(dash, instant),
            consent.elected_at.map_or_else(dash, instant),
        ]
    };
    let columns = vec![
        Column::new("序号", 14, Center),
        Column::new("代号", 18, Center),
        Column::new("姓名", 0, Center),
        Column::new("同意投诉书文本的时间", 42, Center),
        Column::new("推选代表人的时间", 42, Center),
    ];
    Table { columns, rows: consents.iter().map(row).collect(), sum: None, size: 90 }
}

fn notice(mandate: &Mandate) -> Block {
    let mut rows = vec![
        Row::new("表决文本的 SHA-256", mandate.voted_sha256.clone()),
        Row::new("提交文本的 SHA-256", mandate.filed_sha256.clone()),
    ];
    if let Some(tally) = &mandate.vote.tally_sha256 {
        rows.push(Row::new("表决结果清单的 SHA-256", tally.clone()));
    }
    let lines = vec![
        "本文书由软件根据表决记录生成。每名委托人的同意只及于上列文本和本次提交。".to_owned(),
        "受理机关要求书面签名的，由各委托人在名单上签名后提交。".to_owned(),
        "本文书由软件辅助起草，不构成法律意见。".to_owned(),
    ];
    Block::Notice { lines, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{text, typeset};
    use crate::domain::complaint::sample::material;
    use crate::domain::mandate::{Outcome, Representative};

    fn mandate(consents: u32) -> Mandate {
        let at: chrono::DateTime<chrono::Utc> = "2026-11-25T02:00:00Z".parse().unwrap();
        let material = material(1);
        Mandate {
            case: material.case,
            respondent: material.operator,
            version: 2,
            channel: "12315 平台（投诉）".into(),
            filed_on: material.compiled_on,
            voted_sha256: "ab".repeat(32),
            filed_sha256: "cd".repeat(32),
            vote: Outcome { closed_at: Some(at), counts: [7, 1, 0], tally_sha256: Some("ef".repeat(32)) },
            representatives: vec![Representative {
                code: "7QK2".into(),
                name: "王喆".into(),
                phone: "13900001000".into(),
                election_sha256: Some("12".repeat(32)),
            }],
            consents: (1..=consents)
                .map(|row| Consent {
                    row,
                    code: format!("C{row:03}"),
                    name: "李堃".into(),
                    voted_at: Some(at),
                    elected_at: (row % 2 == 0).then_some(at),
                })
                .collect(),
        }
    }

    #[test]
    fn a_mandate_says_who_gave_it_when_and_on_what() {
        let sheets = sheets(&mandate(3));
        let said = text::plain(&sheets[0]);
        for words in
            ["授权委托书", "第十二条", "王喆", "李堃", "2026-11-25 10:00:00", &"ab".repeat(32), "另行同意"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(typeset::pdf(&sheets[0]).unwrap() == typeset::pdf(&sheets[0]).unwrap());
    }

    #[test]
    fn the_consents_of_many_go_on_in_other_papers() {
        let sheets = sheets(&mandate(2_001));
        assert_eq!(sheets.len(), 3);
        assert!(text::plain(&sheets[0]).contains("委托事项"));
        assert!(!text::plain(&sheets[1]).contains("委托事项") && text::plain(&sheets[2]).contains("说明"));
    }
}
