//! Postal addresses, from the street, village or estate on.

use super::cue::{Cue, Hit};
use super::house::{HOUSE, STREETS, estate_after, house, next_house, stops_name};
use super::kind::Kind;
use super::party;
use super::sheet::{Sheet, is_han};

/// Longest address and longest name of a place that are read.
const LONGEST: usize = 80;
const NAME: usize = 18;

/// Streets proper: a number behind them makes an address even without a door.
const ROADS: &[&str] = &[
    "路",
    "街",
    "道",
    "巷",
    "弄",
    "胡同",
    "里",
    "村",
    "屯",
    "庄",
    "条",
    "段",
    "环",
    "镇",
    "社区",
    "小区",
    "新村",
    "家园",
    "花园",
    "苑",
    "乡",
    "寨",
    "街道",
    "路口",
    "交叉口",
    "家属院",
    "大院",
    "宿舍",
    "嘎查",
];

/// Parts of a name that put the rest of it in the country.
const RURAL: &[char] = &['镇', '乡', '村', '屯', '寨', '庄'];

/// Words that end like a street.
const NO_ROADS: &[&str] =
    &["渠道", "频道", "赛道", "通道", "知道", "报道", "管道", "轨道", "家里", "手里", "心里"];

/// Hides the addresses of persons; those of firms stay.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    let mut i = 0;
    while i < sheet.len() {
        let starts = house_start(sheet, i);
        let chain = if starts { Chain::read(sheet, i) } else { Chain::village(sheet, i) };
        let Some(chain) = chain else {
            i += 1;
            continue;
        };
        let next = chain.end.max(i + 1);
        judge(sheet, hits, &chain);
        i = next;
    }
    for hit in hits.iter().filter(|hit| hit.cue == Cue::Home || hit.cue == Cue::Place) {
        told(sheet, hit);
    }
}

/// Whether a house number may begin at `i`.
fn house_start(sheet: &Sheet, i: usize) -> bool {
    let before = sheet.before(i);
    let ten = sheet.at(i) == '十' && sheet.digit(i.wrapping_sub(1)).is_none();
    ten || (sheet.arabic(i) && !before.is_ascii_alphanumeric() && before != '.')
        || (sheet.numeral(i) && !sheet.numeral(i.wrapping_sub(1)) && !sheet.arabic(i.wrapping_sub(1)))
        || (matches!(sheet.at(i), 'A'..='H')
            && !before.is_ascii_alphanumeric()
            && matches!(sheet.at(i + 1), '座' | '栋' | '幢' | '区' | '单' | '楼' | '排'))
}

/// A street or estate with the house numbers that follow it.
struct Chain {
    start: usize,
    end: usize,
    /// Whether one of them leads to a door.
    door: bool,
    /// Whether a street's name stands before the first.
    street: bool,
}

impl Chain {
    fn read(sheet: &Sheet, first: usize) -> Option<Self> {
        if sheet.taken(first) {
            return None;
        }
        let (mut end, mut door) = house(sheet, first, false)?;
        let mut houses = 1;
        let floor = |end: usize| matches!(sheet.before(end), '楼' | '层' | '间');
        let mut floors = floor(end);
        while end - first < LONGEST {
            let Some((next, more)) = next_house(sheet, end) else { break };
            houses += 1;
            door |= more;
            floors &= floor(next);
            end = next;
        }
        let named = name_start(sheet, first);
        let talk = |i: &usize| stopper(sheet, *i) && !begins_place(sheet, *i, first);
        let start = named + (named..first).take_while(talk).count();
        let mut name: String = sheet.chars[start..first].iter().filter(|c| is_han(**c)).collect();
        // `解放路甲12号`, `第3栋`: the last character belongs to the number.
        if name.ends_with(['甲', '乙', '丙', '丁', '附', '临', '付', '第']) && !name.ends_with("门第")
        {
            name.pop();
        }
        let region = start > 0 && ends_district(sheet, start, first);
        let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word) && name.len() > word.len());
        let street = ends(ROADS) && !NO_ROADS.iter().any(|word| name.ends_with(word));
        let letters = name.chars().count();
        let place = ends(STREETS) || (letters >= 2 && (region || beside(sheet, start)));
        let rural = name.char_indices().any(|(at, c)| at > 0 && RURAL.contains(&c));
        let enough = street || rural || (door && place) || (houses >= 2 && !floors);
        let end = estate_after(sheet, end);
        let rooms = name.is_empty() && door && houses >= 2 && start > named;
        (rooms || (enough && !name.is_empty())).then_some(Self { start, end, door, street })
    }
}

/// Where the name of a village may end.
const VILLAGES: &[&str] = &["自然村", "村委会", "村", "屯", "寨"];
/// The most characters of a village's name.
const VILLAGE: usize = 6;

impl Chain {
    /// Reads a village without a house number, right behind its district: `武侯区柳树屯`, `西湖区大湾村委会旁`.
    fn village(sheet: &Sheet, start: usize) -> Option<Self> {
        if start < 2
            || !is_han(sheet.at(start))
            || sheet.taken(start)
            || !ends_district(sheet, start, start + 4)
        {
            return None;
        }
        let reach =
            (0..VILLAGE + 3).take_while(|n| is_han(sheet.at(start + n)) && !sheet.taken(start + n)).count();
        let name: String = sheet.chars[start..start + reach].iter().collect();
        let (at, word) = VILLAGES
            .iter()
            .filter_map(|word| Some((name.find(word)?, word)))
            .min_by_key(|(at, word)| (at + word.len(), std::cmp::Reverse(word.len())))?;
        let letters = name[..at].chars().count();
        if !(1..=VILLAGE).contains(&letters) || name[..at].chars().any(|c| STOPPERS.contains(c)) {
            return None;
        }
        let mut end = start + letters + word.chars().count();
        // A number near behind it leads to a door, and is read with what stands before it.
        let behind = end + (0..6).take_while(|n| is_han(sheet.at(end + n))).count();
        let next = sheet.at(behind);
        if (end..=behind).any(|at| sheet.digit(at).is_some() || sheet.numeral(at) || sheet.at(at) == '十')
            || behind == end && next.is_alphanumeric()
        {
            return None;
        }
        end +=
            (end..end + 1).take_while(|i| matches!(sheet.at(*i), '旁' | '东' | '西' | '南' | '北')).count();
        Some(Self { start, end, door: true, street: false })
    }
}

/// Whether an address label, a name or a telephone stands right before `start`.
fn beside(sheet: &Sheet, start: usize) -> bool {
    let mut i = start;
    while i > 0
        && start - i < 4
        && matches!(sheet.before(i), ' ' | ',' | ':' | '\n' | '\t' | '"' | '在' | '|' | '是')
    {
        i -= 1;
    }
    if i > 0 && sheet.hidden_at(i - 1).is_some() {
        return true;
    }
    let last = sheet.hits.partition_point(|hit| hit.end <= i).checked_sub(1).map(|last| sheet.hits[last]);
    last.is_some_and(|hit| hit.end == i && matches!(hit.cue, Cue::Home | Cue::Place | Cue::Office))
}

/// Where the name of the street or village before `first` begins, behind province, city and district.
fn name_start(sheet: &Sheet, first: usize) -> usize {
    let label =
        sheet.hits.partition_point(|hit| hit.end <= first).checked_sub(1).map(|last| sheet.hits[last]);
    let floor =
        label.filter(|hit| matches!(hit.cue, Cue::Home | Cue::Office | Cue::Place)).map_or(0, |hit| hit.end);
    let mut i = first;
    let mut spaces = 0;
    while i > floor && first - i < NAME {
        let c = sheet.at(i - 1);
        // `服务地 枫糖路1号`: only a part of an address goes on before a gap.
        let part = |i: usize| {
            matches!(sheet.at(i), '省' | '市' | '区' | '县' | '州' | '镇' | '乡' | '村' | '道' | '路' | '街')
        };
        let space = c == ' ' && spaces < 1 && i > 1 && part(i - 2) && first - i < 10;
        if sheet.taken(i - 1) || !(is_han(c) || space || (matches!(c, 'A'..='Z' | '0'..='9') && first > i)) {
            break;
        }
        if i < first && ends_district(sheet, i, first) {
            return i;
        }
        if i < first && stopper(sheet, i - 1) {
            // `迎春街和工业路交叉口`, `密云区和平里`, `嘉和小镇`
            let roads = matches!(c, '和' | '与')
                && (ends_road(sheet, i - 1) || matches!(sheet.before(i - 1), '口' | '号'));
            let opens = c == '和'
                && ((1..=2).any(|n| opens(sheet, i.saturating_sub(n), first))
                    || begins_place(sheet, i - 1, first));
            if !(roads || opens) {
                break;
            }
        }
        spaces += usize::from(space);
        i -= 1;
    }
    while i < first && sheet.at(i) == ' ' {
        i += 1;
    }
    i
}

/// Whether the name of a street ends before `i`.
fn ends_road(sheet: &Sheet, i: usize) -> bool {
    matches!(sheet.before(i), '路' | '街' | '道' | '里' | '巷')
}

/// Whether an address begins at `i`: behind a district or its label.
fn opens(sheet: &Sheet, i: usize, first: usize) -> bool {
    i > 0 && (ends_district(sheet, i, first) || matches!(sheet.before(i), ':' | '\n'))
}

/// Whether 和 at `i` begins the name of a place, since what joins two things cannot stand there: `南山区和润家园`.
fn begins_place(sheet: &Sheet, i: usize, first: usize) -> bool {
    sheet.at(i) == '和'
        && (i == 0
            || matches!(sheet.before(i), ':' | '\n' | ' ' | '"' | '\t' | '住' | '址')
            || ends_district(sheet, i, first))
}

/// Whether a person was named right before a label: `被告：张伟，住所地：…`.
fn of_person(sheet: &Sheet, label: usize) -> bool {
    let mut i = label;
    while i > 0 && label - i < 3 && matches!(sheet.before(i), ' ' | ',' | '\n' | ';') {
        i -= 1;
    }
    i > 0 && sheet.hidden_at(i - 1) == Some(Kind::Name)
}

/// Whether a province, city, district or county ends before `i`.
fn ends_district(sheet: &Sheet, i: usize, first: usize) -> bool {
    let (last, before) = (sheet.at(i - 1), if i > 1 { sheet.at(i - 2) } else { '\0' });
    match last {
        '省' | '县' | '盟' => true,
        // 红旗路 is a street.
        '旗' => !matches!(before, '红' | '锦' | '国' | '战' | '\0'),
        '市' => !matches!(sheet.at(i), '场' | '民' | '政'),
        '区' => {
            !matches!(before, '社' | '小' | '园' | '校' | '厂' | '库' | '新' | '住')
                || (before == '新' && first - i > 1)
        }
        ' ' => matches!(before, '省' | '市' | '区' | '县' | '州'),
        _ => false,
    }
}

/// Characters of a sentence around an address, not of the name of a place.
const STOPPERS: &str =
    "在到住至往是于寄送址的了从去我给把被为和回你他她们它说还但而且却跟就也又因由该这那些很吧呢啊吗";

/// Whether the character at `i` belongs to the sentence, not to the name of a place.
fn stopper(sheet: &Sheet, i: usize) -> bool {
    let named = match sheet.at(i) {
        '和' => matches!(sheet.at(i + 1), '平' | '谐' | '睦' | '顺'),
        '住' => sheet.at(i + 1) == '宅',
        _ => false,
    };
    !named && STOPPERS.contains(sheet.at(i))
}

fn judge(sheet: &mut Sheet, hits: &[Hit], chain: &Chain) {
    let hit = last_cue(sheet, hits, chain.start);
    let cue = hit.map(|hit| hit.cue);
    let firm = match cue {
        Some(Cue::Home) if chain.door => false,
        Some(Cue::Home) => hit.is_some_and(|hit| party::firm_between(sheet, hit.end, chain.start)),
        Some(Cue::Office) => !hit.is_some_and(|hit| of_person(sheet, hit.start)),
        _ if chain.door => cue == Some(Cue::Place) && party::firm_place(sheet, chain.start) && !chain.street,
        _ => party::firm_place(sheet, chain.start),
    };
    if firm {
        sheet.keep(chain.start, chain.end);
    } else {
        let end = rest(sheet, chain.end);
        sheet.hide(chain.start, end, Kind::Address);
    }
}

/// Where the last words of an address end: `45号紫荆一品，`.
fn rest(sheet: &Sheet, end: usize) -> usize {
    let length = (0..10).take_while(|n| is_han(sheet.at(end + n)) && !sheet.taken(end + n)).count();
    let labelled = sheet.hits.iter().skip(sheet.hits.partition_point(|hit| hit.end <= end));
    let cue = labelled.take(1).any(|hit| hit.start < end + length);
    let beside = matches!(sheet.before(end + length), '下' | '上' | '前' | '后' | '里' | '内' | '外' | '时');
    let fits = (1..=8).contains(&length) && !beside && !cue && !stops_name(sheet, end, end + length);
    if fits && !sheet.at(end + length).is_alphanumeric() { end + length } else { end }
}

/// The cue that governs an address at `start`, over its province and city.
fn last_cue(sheet: &Sheet, hits: &[Hit], start: usize) -> Option<Hit> {
    let last = hits.partition_point(|hit| hit.end <= start).checked_sub(1)?;
    let address = |hit: &&Hit| matches!(hit.cue, Cue::Home | Cue::Office | Cue::Place);
    let hit = hits[..=last].iter().rev().take(3).find(address)?;
    let between = sheet.chars.get(hit.end..start)?;
    let one_clause = between.len() <= 40
        && !between.iter().any(|c| matches!(c, '。' | ';' | '!' | '?'))
        && between.iter().filter(|c| **c == '\n').count() < 2;
    one_clause.then_some(*hit)
}

/// Hides what a home cue with a colon announces, even if no house number is in it.
fn told(sheet: &mut Sheet, hit: &Hit) {
    let joint = sheet.joint(hit);
    if !joint.firm {
        return;
    }
    let mut end = joint.end;
    while end < joint.end + 48
        && (is_han(sheet.at(end))
            || sheet.at(end).is_ascii_alphanumeric()
            || matches!(sheet.at(end), '-' | '#'))
    {
        if sheet.taken(end) {
            return;
        }
        end += 1;
    }
    let start = (joint.end + 1..end).rev().find(|i| ends_district(sheet, *i, end)).unwrap_or(joint.end);
    let text: String = sheet.chars[start..end].iter().collect();
    let village = VILLAGES.iter().any(|word| text.ends_with(word)) && (2..=8).contains(&text.chars().count());
    let place =
        village || STREETS.iter().chain(HOUSE).any(|word| text.contains(word)) && text.chars().count() >= 4;
    if place && !(hit.cue == Cue::Place && party::firm_place(sheet, start)) {
        sheet.hide(start, end, Kind::Address);
    }
}
