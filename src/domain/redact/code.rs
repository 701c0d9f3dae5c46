//! Values that only their cue gives away: orders, payments, parcels, card codes, accounts, contacts.

use super::checksum::luhn;
use super::cue::{Cue, Hit};
use super::kind::Kind;
use super::number::known_issuer;
use super::run::separates;
use super::sheet::{Joint, Sheet};
use super::telephone::mainland_mobile;
use super::value::Reader;

/// Hides (or keeps) the value behind each cue word.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    for (i, hit) in hits.iter().enumerate() {
        if sheet.taken(hit.start) {
            continue;
        }
        let joint = sheet.joint(hit);
        let limit = hits.get(i + 1).map_or(sheet.len(), |next| next.start.max(joint.end));
        let reader = Reader { sheet, start: joint.end, limit };
        match hit.cue {
            Cue::Keep => keep(sheet, joint.end),
            Cue::Order => hide_list(sheet, joint, limit, Kind::OrderNo),
            Cue::Number => hide_some(sheet, reader.number(), Kind::OrderNo),
            Cue::Pay => hide_list(sheet, joint, limit, Kind::PayNo),
            Cue::Tracking => hide_list(sheet, joint, limit, Kind::TrackingNo),
            Cue::Secret => hide_list(sheet, joint, limit, Kind::Secret),
            Cue::Identity => hide_some(sheet, reader.identity(), Kind::IdCard),
            Cue::Passport => hide_some(sheet, reader.papers(), Kind::Passport),
            Cue::Permit => hide_some(sheet, reader.papers(), Kind::Permit),
            Cue::Device => hide_some(sheet, reader.device(), Kind::DeviceId),
            Cue::Qq => hide_some(sheet, reader.qq(), Kind::Qq),
            Cue::Card => match reader.card() {
                Some(range) => hide_some(sheet, Some(range), Kind::BankCard),
                None if reader.card_code().is_some() => hide_some(sheet, reader.card_code(), Kind::Secret),
                None => hide_some(sheet, reader.handle(joint.firm), Kind::Account),
            },
            Cue::Wechat => hide_some(sheet, reader.wechat(joint.firm), Kind::Wechat),
            Cue::Account => hide_some(sheet, reader.account(joint.firm, false), Kind::Account),
            Cue::Nick => hide_some(sheet, reader.account(joint.firm, true), Kind::Account),
            _ => {}
        }
    }
}

/// What may stand between a code and the word that tells of it.
const BETWEEN: &str = "是为您你的本次(, 登录注册支付短信作";

/// Hides codes told after the number: `548538是您的验证码`.
pub(super) fn claim_told_after(sheet: &mut Sheet, hits: &[Hit]) {
    for hit in hits.iter().filter(|hit| hit.cue == Cue::Secret) {
        let mut end = hit.start;
        while end > 0 && hit.start - end < 10 && BETWEEN.contains(sheet.at(end - 1)) {
            end -= 1;
        }
        let digits = (0..end).rev().take(9).take_while(|i| sheet.arabic(*i)).count();
        let said = (end..hit.start).any(|i| matches!(sheet.at(i), '是' | '为' | '('));
        if said && (4..=8).contains(&digits) && !sheet.before(end - digits).is_ascii_alphanumeric() {
            sheet.hide(end - digits, end, Kind::Secret);
        }
    }
}

/// Hides a code that something is fetched or entered by: `凭6-2-8841领取`.
pub(super) fn claim_vouchers(sheet: &mut Sheet) {
    for i in 0..sheet.len() {
        if sheet.at(i) != '凭' {
            continue;
        }
        let start = i + 1 + usize::from(matches!(sheet.at(i + 1), ' ' | '【' | '"' | '“'));
        let code = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let end = start + (0..20).take_while(|n| code(sheet.at(start + n))).count();
        let digits = (start..end).filter(|at| sheet.arabic(*at)).count();
        let next = end + (0..2).take_while(|n| matches!(sheet.at(end + n), ' ' | '】' | '"' | '”')).count();
        let used = matches!(
            sheet.at(next),
            '来' | '取' | '到' | '前' | '领' | '入' | '在' | '去' | '至' | '于' | '即'
        );
        if digits >= 3 && end - start >= 4 && used {
            sheet.hide(start, end, Kind::Secret);
        }
    }
}

fn hide_some(sheet: &mut Sheet, range: Option<(usize, usize)>, kind: Kind) {
    let Some((start, end)) = range else { return };
    let digits: Vec<u8> = (start..end).filter_map(|i| sheet.digit(i)).map(|d| d.value).collect();
    let only_digits = (start..end).all(|i| sheet.digit(i).is_some() || separates(sheet.at(i)));
    let kind = match kind {
        Kind::Account | Kind::Wechat | Kind::Qq if only_digits && mainland_mobile(&digits) => Kind::Mobile,
        Kind::Account if only_digits && digits.len() > 12 && known_issuer(&digits) && luhn(&digits) => {
            Kind::BankCard
        }
        _ => kind,
    };
    sheet.hide(start, end, kind);
}

/// Hides a number and those listed with it: `订单号：A、B和C`.
fn hide_list(sheet: &mut Sheet, joint: Joint, limit: usize, kind: Kind) {
    let mut next = joint.end;
    let mut limit = limit;
    for round in 0..50 {
        let reader = Reader { sheet, start: next, limit };
        let fewest = if round == 0 { 6 } else { 9 };
        let value = match kind {
            Kind::Secret if round == 0 => reader.secret(joint.firm),
            Kind::Secret => reader.secret(false).filter(|(start, end)| end - start >= 8),
            _ => reader.serial(fewest),
        };
        let Some((start, end)) = value else { return };
        sheet.hide(start, end, kind);
        next = end;
        while matches!(sheet.at(next), '、' | ',' | '和' | '及' | '与' | '/' | ' ' | ';') && next < end + 4
        {
            next += 1;
        }
        let label = sheet.hits.partition_point(|hit| hit.start < next);
        if next == end || sheet.hits.get(label).is_some_and(|hit| hit.start == next) {
            return;
        }
        limit = limit.max(sheet.len().min(next + 48));
    }
}

/// Keeps the number of an article, a licence, a version from later rules.
fn keep(sheet: &mut Sheet, start: usize) {
    let mut end = start;
    while end < start + 40
        && (sheet.at(end).is_ascii_alphanumeric() || matches!(sheet.at(end), '-' | '.' | '/' | '_'))
    {
        end += 1;
    }
    sheet.keep(start, end);
}
