//! What a representative pastes into the form of a channel: the filing in the channel's fields, each within its limit.
//!
//! A field is made of sentences of the filing, the most needed first, and of nothing else. Where not all of them fit, a
//! field that holds the whole story has the short version instead; where even that does not fit, whole sentences are left
//! out from the end and the text says that the attached complaint has them. Members are called by their
//! codes: a form on a public site is no place for names.

use super::{
    channel::{Field, Rules},
    complaint::{Complaint, amount, digits, remedy_zh},
};

/// What stands at the end of a text from which sentences were left out.
const MORE: &str = "（其余见所附投诉书全文。）";

/// A field of a channel's form, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The field.
    pub field: &'static Field,
    /// What goes there.
    pub text: String,
    /// Its length in characters.
    pub length: usize,
    /// Whether sentences were left out to keep to the limit.
    pub is_shortened: bool,
}

/// Fills in the form of a channel from a filing in which nobody is named.
#[must_use]
pub fn prepare(rules: &'static Rules, unnamed: &Complaint) -> Vec<Prepared> {
    rules.fields.iter().map(|field| filled(field, unnamed)).collect()
}

/// The story as short as the longest field of a channel wants it; `None` for a channel whose form has no field for it.
#[must_use]
pub fn short(rules: &'static Rules, unnamed: &Complaint) -> Option<Prepared> {
    let stories = rules.fields.iter().filter(|field| is_story(&field.id));
    stories.max_by_key(|field| field.max).map(|field| filled(field, unnamed))
}

fn filled(field: &'static Field, unnamed: &Complaint) -> Prepared {
    let max = usize::try_from(field.max).unwrap_or(usize::MAX);
    let mut filled = fit(&pieces(&field.id, unnamed), max);
    if filled.1 && is_story(&field.id) {
        filled = (fit(&brief(unnamed), max).0, true);
    }
    let (text, is_shortened) = filled;
    Prepared { field, length: text.chars().count(), text, is_shortened }
}

/// Whether a field holds the whole story.
fn is_story(field: &str) -> bool {
    matches!(field, "story" | "body")
}

/// The short version: who, what, how much, what was tried, on which grounds; each in one sentence.
fn brief(complaint: &Complaint) -> Vec<String> {
    let totals = &complaint.totals;
    let name = complaint.respondent.legal_name.as_ref().unwrap_or(&complaint.respondent.name);
    let tried: usize = complaint.schedule.iter().map(|entry| entry.contacts.len()).sum();
    let mut told = vec![format!(
        "{} 名消费者在“{}”（{name}）购买商品或者服务，共付款 {} 元，发生同一类问题：{}。",
        totals.members,
        complaint.respondent.name,
        digits(totals.paid_fen),
        complaint.case.category,
    )];
    if totals.wanted_fen > 0 {
        told.push(format!("请求退还或者赔偿合计 {}。", amount(totals.wanted_fen)));
    }
    let remedies = complaint.demands.iter().filter_map(|demand| Some((demand.remedy?, demand.members.len())));
    let remedies: Vec<_> =
        remedies.map(|(remedy, count)| format!("{} {count} 人", remedy_zh(remedy))).collect();
    if !remedies.is_empty() {
        told.push(format!("各人的请求：{}。", remedies.join("，")));
    }
    if tried > 0 {
        told.push(format!("已与经营者沟通 {tried} 次，未能解决。"));
    }
    let clauses: std::collections::BTreeSet<&str> =
        complaint.grounds.iter().filter_map(|ground| ground.operator_clause.as_deref()).collect();
    told.extend(clauses.into_iter().map(|clause| format!("经营者的规则：“{clause}”。")));
    let cited: Vec<_> = complaint
        .grounds
        .iter()
        .map(|ground| format!("《{}》{}", ground.instrument, ground.article))
        .collect();
    if !cited.is_empty() {
        told.push(format!("依据：{}。", cited.join("、")));
    }
    told.push(format!("名册、订单、陈述和 {} 件证据见所附投诉书。", complaint.evidence.len()));
    told
}

/// What a field is made of, the most needed first.
fn pieces(field: &str, complaint: &Complaint) -> Vec<String> {
    match field {
        "subject" | "title" => vec![format!(
            "{}：{}（{}人）",
            complaint.respondent.name, complaint.case.title, complaint.totals.members
        )],
        "respondent" => respondent(complaint),
        "request" | "claims" => requests(complaint),
        "lead" => leads(complaint),
        "facts" => [facts(complaint), grounds(complaint)].concat(),
        // A single text holds everything; what is asked for stands before what is merely told at length.
        _ => {
            let opening = vec![complaint.opening.clone()];
            [opening, requests(complaint), facts(complaint), grounds(complaint)].concat()
        }
    }
}

fn respondent(complaint: &Complaint) -> Vec<String> {
    let operator = &complaint.respondent;
    let told = |label: &str, value: &Option<String>| value.as_ref().map(|value| format!("{label}：{value}"));
    let name = operator.legal_name.as_ref().unwrap_or(&operator.name);
    let known_as = (*name != operator.name).then(|| format!("平台名称：{}", operator.name));
    [
        Some(name.clone()),
        told("地址", &operator.address),
        told("统一社会信用代码", &operator.credit_code),
        known_as,
        told("网站", &operator.site),
        told("ICP备案号", &operator.icp),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn requests(complaint: &Complaint) -> Vec<String> {
    let demands = complaint.demands.iter().map(|demand| format!("{}. {}", demand.number, demand.text));
    demands.chain(complaint.claimed.clone()).collect()
}

fn facts(complaint: &Complaint) -> Vec<String> {
    complaint.facts.iter().map(|fact| fact.text.clone()).collect()
}

fn grounds(complaint: &Complaint) -> Vec<String> {
    let cited = |ground: &super::complaint::Ground| {
        format!("依据《{}》{}：{}", ground.instrument, ground.article, ground.why)
    };
    complaint.grounds.iter().map(cited).collect()
}

/// Leads for a report: the operator's own words first, with the provision they are held against. A report asks for no
/// remedy (`crm-9`).
fn leads(complaint: &Complaint) -> Vec<String> {
    let clauses = complaint.grounds.iter().filter_map(|ground| {
        let clause = ground.operator_clause.as_ref()?;
        Some(format!(
            "经营者称“{clause}”，涉嫌违反《{}》{}。{}",
            ground.instrument, ground.article, ground.why
        ))
    });
    clauses.chain(facts(complaint)).collect()
}

/// Joins as many pieces as fit, in their order; tells whether some were left out.
fn fit(pieces: &[String], max: usize) -> (String, bool) {
    let whole = pieces.join("\n");
    if whole.chars().count() <= max {
        return (whole, false);
    }
    let room = max.saturating_sub(MORE.chars().count());
    let mut text = String::new();
    let mut used = 0;
    for sentence in pieces.iter().flat_map(|piece| sentences(piece)) {
        let length = sentence.chars().count();
        if used + length > room {
            break;
        }
        text.push_str(sentence);
        used += length;
    }
    if text.is_empty() {
        // Not even one sentence: its beginning is better than nothing.
        let cut = max.saturating_sub(1);
        return (whole.chars().take(cut).chain(std::iter::once('…')).take(max).collect(), true);
    }
    (text + MORE, true)
}

/// The sentences of a text, each with what ends it.
fn sentences(piece: &str) -> impl Iterator<Item = &str> {
    piece.split_inclusive(['。', '；', '！', '？', '\n'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        channel,
        complaint::sample::{code, material, signatory},
    };

    fn filed(members: usize) -> Complaint {
        let pool = Complaint::pool(&material(members)).unwrap();
        let signatories: Vec<_> = (0..members).map(signatory).collect();
        Complaint::filing(&pool, &signatories, |_| true).unwrap()
    }

    #[test]
    fn every_field_of_every_channel_is_filled_within_its_limit_and_names_nobody() {
        for members in [1, 3, 40, 500] {
            let filing = filed(members);
            let unnamed = filing.unnamed().unwrap();
            let names: Vec<_> = filing.schedule.iter().filter_map(|entry| entry.identity.clone()).collect();
            assert_eq!(names.len(), members);
            for rules in channel::all() {
                for prepared in prepare(rules, &unnamed) {
                    let what = format!("{:?} {} of {members}", rules.channel, prepared.field.id);
                    assert!(!prepared.text.trim().is_empty(), "{what} is empty");
                    assert_eq!(prepared.length, prepared.text.chars().count());
                    assert!(prepared.length <= prepared.field.max as usize, "{what} is too long");
                    for person in &names {
                        assert!(!prepared.text.contains(&person.name), "{what} names somebody");
                        assert!(!prepared.text.contains(&person.phone), "{what} tells a number");
                    }
                }
            }
        }
    }

    #[test]
    fn a_story_that_does_not_fit_is_told_in_short_and_to_its_end() {
        let unnamed = filed(500).unnamed().unwrap();
        let short = short(channel::of(entity::Channel::MediationSite), &unnamed).unwrap();
        assert!(short.is_shortened && short.length <= short.field.max as usize);
        for words in ["500 名消费者", "全额退款", "第二十六条", "概不退换", "见所附投诉书。"]
        {
            assert!(short.text.contains(words), "{words}: {}", short.text);
        }
        let roomy = super::short(channel::of(entity::Channel::OperatorDesk), &filed(3).unnamed().unwrap());
        assert!(!roomy.unwrap().is_shortened);
    }

    #[test]
    fn a_report_asks_for_no_remedy_and_a_complaint_for_no_penalty() {
        let unnamed = filed(3).unnamed().unwrap();
        let text = |channel| -> String {
            prepare(channel::of(channel), &unnamed).into_iter().map(|field| field.text).collect()
        };
        let report = text(entity::Channel::RegulatorReport);
        assert!(unnamed.demands.iter().all(|demand| !report.contains(&demand.text)), "{report}");
        assert!(!text(entity::Channel::RegulatorComplaint).contains("处罚"));
    }

    #[test]
    fn an_unnamed_filing_calls_its_members_by_their_codes() {
        let filing = filed(2);
        let unnamed = filing.unnamed().unwrap();
        assert_eq!(unnamed.totals, filing.totals);
        assert!(unnamed.schedule.iter().all(|entry| entry.identity.is_none()));
        assert!(unnamed.schedule.iter().any(|entry| entry.code == code(0)));
    }

    proptest! {
        #[test]
        fn what_is_shortened_ends_with_a_whole_sentence_and_keeps_to_the_limit(
            pieces in prop::collection::vec("[一-龥]{1,30}。", 1..12),
            max in 1_usize..200,
        ) {
            let (text, is_shortened) = fit(&pieces, max);
            prop_assert!(text.chars().count() <= max);
            let whole = pieces.join("\n");
            prop_assert_eq!(is_shortened, text != whole);
            if let Some(kept) = text.strip_suffix(MORE) {
                prop_assert!(kept.ends_with('。'));
                prop_assert!(whole.replace('\n', "").starts_with(&kept.replace('\n', "")));
            }
        }
    }
}
