//! Cue words that no list foresees, known by how they end: 报案编号, 礼包码, 门禁密码.

use super::cue::{Cue, Hit};
use super::sheet::is_han;

/// Most characters before the ending that are looked at.
const LONGEST: usize = 6;

/// Parts of a label in 号 that speaks of the goods or the firm.
const KEPT: &[char] = &[
    '商', '货', '产', '品', '款', '批', '型', '条', '证', '照', '许', '可', '备', '标', '准', '版', '规',
    '税', '组', '织', '构', '错', '误', '端', '房', '店', '文', '工', '件', '料', '库', '链', '车', '航',
    '座', '专', '利', '注', '册', '邮',
];

/// Parts of a label in 码 that does so.
const KEPT_CODES: &[char] = &['品', '款', '批', '税', '店', '追', '型', '标', '产', '际', '邮'];

/// Words in 码 and 号 that announce nothing: 扫码, 尺码, 小号, 问号.
const IDLE: &[char] = &[
    '扫', '尺', '数', '号', '页', '起', '解', '乱', '源', '筹', '砝', '鞋', '扣', '维', '加', '打', '误',
    '错', '机', '别', '区', '给', '发', '输', '几', '挂', '符', '信', '外', '问', '括', '逗', '句', '称',
    '口', '封', '租', '卖', '买', '小', '大', '中', '本', '月', '第', '这', '那', '个', '哪', '同', '换',
    '改', '代', '编', '条', '靓', '暗', '绰', '旧', '新', '老', '多', '两', '根', '正', '负', '等', '加',
    '除', '逾', '型', '一', '二', '三', '壹', '贰', '叁',
];

/// Adds the cues of unlisted labels to the listed ones, all in order and apart.
pub(super) fn complete(chars: &[char], listed: Vec<Hit>) -> Vec<Hit> {
    let mut all = Vec::with_capacity(listed.len());
    let mut next = listed.into_iter().peekable();
    for (i, c) in chars.iter().enumerate() {
        let slip = matches!(c, '单' | '單') && tells_number(&chars[i + 1..]);
        if !slip && !matches!(c, '码' | '碼' | '号' | '號' | '令') {
            continue;
        }
        while let Some(hit) = next.next_if(|hit| hit.end <= i) {
            all.push(hit);
        }
        if next.peek().is_some_and(|hit| hit.start <= i) {
            continue;
        }
        let floor = all.last().map_or(0, |hit: &Hit| hit.end);
        if let Some(hit) = unlisted(chars, floor, i) {
            all.push(hit);
        }
    }
    all.extend(next);
    all
}

/// Whether a number of letters and digits follows a label at once or behind a colon.
fn tells_number(rest: &[char]) -> bool {
    let start = rest.iter().take(2).take_while(|c| matches!(c, ':' | ' ')).count();
    rest.iter().skip(start).take(10).take_while(|c| c.is_ascii_alphanumeric() || **c == '-').count() == 10
}

/// The cue of a label that ends at `last` and does not begin before `floor`.
fn unlisted(chars: &[char], floor: usize, last: usize) -> Option<Hit> {
    let back = chars[floor..last].iter().rev().take(LONGEST).take_while(|c| is_han(**c)).count();
    let start = last - back;
    let stem = &chars[start..last];
    let before = *stem.last()?;
    let among = |kept: &[char]| stem.iter().any(|c| kept.contains(c));
    let cue = match chars[last] {
        '令' if before == '口' => Cue::Secret,
        '令' => return None,
        '单' | '單'
            if matches!(
                before,
                '简' | '名' | '菜' | '账' | '清' | '传' | '罚' | '孤' | '保' | '工' | '下'
            ) =>
        {
            return None;
        }
        '单' | '單' if among(KEPT) => Cue::Keep,
        '单' | '單' => Cue::Order,
        '码' | '碼' if IDLE.contains(&before) => return None,
        '码' | '碼' if among(KEPT_CODES) => Cue::Keep,
        '码' | '碼' => Cue::Secret,
        _ if before == '单' || before == '單' => Cue::Order,
        _ if IDLE.contains(&before) && before != '编' => return None,
        _ if among(KEPT) => Cue::Keep,
        _ if back < 2 => return None,
        _ => Cue::Number,
    };
    Some(Hit { start: last - back.min(2), end: last + 1, cue })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(label: &str) -> Option<Cue> {
        let chars: Vec<char> = label.chars().collect();
        complete(&chars, Vec::new()).first().map(|hit| hit.cue)
    }

    #[test]
    fn endings_tell_what_follows() {
        assert_eq!(cue("核验码"), Some(Cue::Secret));
        assert_eq!(cue("回访编号"), Some(Cue::Number));
        assert_eq!(cue("拼团单号"), Some(Cue::Order));
        assert_eq!(cue("商户货品号"), Some(Cue::Keep));
        for idle in ["扫码", "尺码", "12号", "小号", "问号", "几号"] {
            assert_eq!(cue(idle), None, "{idle}");
        }
    }
}
